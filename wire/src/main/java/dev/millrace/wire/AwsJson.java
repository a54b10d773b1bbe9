package dev.millrace.wire;

import dev.millrace.model.Blob;
import dev.millrace.model.JsonReader;
import dev.millrace.model.JsonWriter;
import dev.millrace.model.ShapeReader;
import dev.millrace.model.ShapeWriter;

/// AWS JSON: what the CLI, boto3 and the SDK for JavaScript speak.
public final class AwsJson extends DocumentProtocol {
    public static final AwsJson V1_1 = new AwsJson("application/x-amz-json-1.1");

    private AwsJson(String contentType) {
        super(contentType);
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
