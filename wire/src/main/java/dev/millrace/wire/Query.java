package dev.millrace.wire;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Nothing;
import dev.millrace.model.QueryReader;
import dev.millrace.model.Shape;
import dev.millrace.model.ShapeType;
import dev.millrace.model.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// AWS Query: what older SDKs and Terraform speak. Requests are forms that name their operation as
/// `Action`; answers are XML.
///
/// @param namespace of the answers
/// @param operation the one that is answered; empty before that is known
/// @param requestId likewise
public record Query(String namespace, QueryCodes codes, String operation, String requestId)
        implements Protocol {
    private static final String CONTENT_TYPE = "application/x-www-form-urlencoded";
    private static final int ERROR_CAPACITY = 512;

    public Query(String namespace, QueryCodes codes) {
        this(namespace, codes, "", "");
    }

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public boolean copies() {
        return true;
    }

    @Override
    public String answerType() {
        return "text/xml";
    }

    @Override
    public @Nullable String operation(Blob body) {
        return QueryReader.value(body.array(), body.offset(), body.length(), "Action");
    }

    @Override
    public Protocol answering(String operation, String requestId) {
        return new Query(namespace, codes, operation, requestId);
    }

    @Override
    public <T extends Shape> Decoded<T> decode(ShapeType<T> type, Blob body) {
        QueryReader reader = reader(body);
        T shape = type.read(reader);
        return new Decoded<>(shape, reader.fault());
    }

    @Override
    public void check(Blob body) {
        reader(body).end();
    }

    private static QueryReader reader(Blob body) {
        return new QueryReader(body.array(), body.offset(), body.length());
    }

    @Override
    public Blob encode(Shape output) {
        var out = new XmlWriter(2 * output.roughSize());
        String answer = operation + "Response";
        out.open(answer, xmlns());
        if (output != Nothing.NOTHING) {
            String result = operation + "Result";
            out.open(result, "");
            output.write(out);
            out.close(result);
        }
        out.open("ResponseMetadata", "");
        out.text("RequestId", requestId);
        out.close("ResponseMetadata");
        out.close(answer);
        return Blob.of(out.array(), 0, out.length());
    }

    @Override
    public Blob encode(ApiException error) {
        var out = new XmlWriter(ERROR_CAPACITY);
        out.open("ErrorResponse", xmlns());
        out.open("Error", "");
        out.text("Type", QueryCodes.side(error.status()));
        out.text("Code", codes.of(error.type()));
        out.text("Message", Objects.requireNonNullElse(error.getMessage(), ""));
        out.close("Error");
        out.text("RequestId", requestId);
        out.close("ErrorResponse");
        return Blob.of(out.array(), 0, out.length());
    }

    private String xmlns() {
        return " xmlns=\"" + namespace + "\"";
    }
}
