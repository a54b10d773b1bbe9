package dev.millrace.gateway;

import dev.millrace.model.Blob;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The answer to a request. `Date`, `Content-Length` and what concerns the connection are added
/// where it is put into bytes.
///
/// @param status HTTP status, 200 to 599
public record Response(int status, List<Header> headers, Blob body) {
    private static final Header JSON = new Header("Content-Type", "application/json");

    public Response {
        if (status < 200 || status > 599)
            throw new IllegalArgumentException("no final status: " + status);
        headers = List.copyOf(headers);
    }

    /// A document of our own, such as a health report.
    public static Response json(int status, String document) {
        return new Response(
                status, List.of(JSON), Blob.of(document.getBytes(StandardCharsets.UTF_8)));
    }
}
