package dev.millrace.wire;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.JsonReader;
import dev.millrace.model.JsonWriter;
import dev.millrace.model.ShapeReader;
import dev.millrace.model.ShapeWriter;

/// AWS JSON: what the CLI, boto3 and the SDK for JavaScript speak.
public final class AwsJson extends DocumentProtocol {
    public static final AwsJson V1_1 = new AwsJson("application/x-amz-json-1.1", "", false);

    /// The same documents under an older name.
    public static final AwsJson V1_0 = new AwsJson("application/x-amz-json-1.0", "", false);

    /// What DynamoDB speaks: its answers carry a checksum, its errors the name of their model.
    public static final AwsJson DYNAMODB =
            new AwsJson("application/x-amz-json-1.0", "com.amazonaws.dynamodb.v20120810#", true);

    private final String namespace;
    private final boolean checksummed;

    private AwsJson(String contentType, String namespace, boolean checksummed) {
        super(contentType);
        this.namespace = namespace;
        this.checksummed = checksummed;
    }

    @Override
    public boolean checksummed() {
        return checksummed;
    }

    @Override
    String errorName(ApiException error) {
        if (namespace.isEmpty()) return error.type();
        return switch (error.type()) {
            case "ValidationException" -> "com.amazon.coral.validate#" + error.type();
            case "SerializationException",
                    "UnknownOperationException",
                    "IncompleteSignatureException",
                    "MissingAuthenticationTokenException" ->
                    "com.amazon.coral.service#" + error.type();
            default -> namespace + error.type();
        };
    }

    @Override
    public boolean copies() {
        return true;
    }

    @Override
    ShapeReader reader(Blob body) {
        return new JsonReader(body.array(), body.offset(), body.length());
    }

    @Override
    ShapeWriter writer(long capacity) {
        return new JsonWriter(capacity);
    }
}
