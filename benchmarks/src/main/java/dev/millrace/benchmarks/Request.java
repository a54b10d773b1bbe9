package dev.millrace.benchmarks;

import dev.millrace.model.CborWriter;
import dev.millrace.model.JsonWriter;
import dev.millrace.model.Shape;
import dev.millrace.model.ShapeWriter;

import java.nio.charset.StandardCharsets;

/// Makes whole requests, head and body, ready to be sent again and again.
enum Request {
    JSON("application/x-amz-json-1.1"),
    CBOR("application/x-amz-cbor-1.1");

    static final String DATE = "20260101T000000Z";

    /// Well formed; who measures a server lets anybody in.
    static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=millrace/20260101/us-east-1/kinesis/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature="
                    + "0".repeat(64);

    private final String contentType;

    Request(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    static String target(String operation) {
        return "Kinesis_20131202." + operation;
    }

    byte[] of(String operation, Shape input) {
        ShapeWriter writer = this == JSON ? new JsonWriter() : new CborWriter();
        input.write(writer);
        String head =
                """
                POST / HTTP/1.1\r
                Host: localhost\r
                Content-Type: %s\r
                X-Amz-Target: %s\r
                X-Amz-Date: %s\r
                Authorization: %s\r
                Content-Length: %d\r
                \r
                """
                        .formatted(
                                contentType,
                                target(operation),
                                DATE,
                                AUTHORIZATION,
                                writer.length());
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[headBytes.length + writer.length()];
        System.arraycopy(headBytes, 0, request, 0, headBytes.length);
        System.arraycopy(writer.array(), 0, request, headBytes.length, writer.length());
        return request;
    }
}
