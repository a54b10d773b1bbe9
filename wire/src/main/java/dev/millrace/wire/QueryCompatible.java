package dev.millrace.wire;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Shape;
import dev.millrace.model.ShapeType;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// A document protocol of an API that spoke Query before: a header names the error as it was named
/// then, and SDKs show that name to programs.
public record QueryCompatible(DocumentProtocol inner, QueryCodes codes) implements Protocol {
    private static final String ERROR_HEADER = "x-amzn-query-error";

    @Override
    public String contentType() {
        return inner.contentType();
    }

    @Override
    public boolean copies() {
        return inner.copies();
    }

    @Override
    public Map<String, String> headers(@Nullable ApiException error) {
        if (error == null) return inner.headers(null);
        var headers = new LinkedHashMap<>(inner.headers(error));
        headers.put(ERROR_HEADER, codes.of(error.type()) + ";" + QueryCodes.side(error.status()));
        return headers;
    }

    @Override
    public <T extends Shape> Decoded<T> decode(ShapeType<T> type, Blob body) {
        return inner.decode(type, body);
    }

    @Override
    public void check(Blob body) {
        inner.check(body);
    }

    @Override
    public Blob encode(Shape output) {
        return inner.encode(output);
    }

    @Override
    public Blob encode(ApiException error) {
        return inner.encode(error);
    }
}
