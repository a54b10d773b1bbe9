package dev.millrace.wire;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Event;
import dev.millrace.model.JsonWriter;
import dev.millrace.model.MemberName;
import dev.millrace.model.Shape;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// The body of an answer that lasts: frame after frame, each with headers and a document in JSON,
/// whatever the protocol of the request. Every SDK asks for it in JSON; the service itself answered
/// 500 to a request in CBOR.
///
/// ```
/// +0   u32  length of the frame
/// +4   u32  length of the headers, h
/// +8   u32  CRC-32 of the 8 bytes before
/// +12       headers: u8 length of name, name, u8 type (7: text), u16 length of value, value
/// +12+h     payload
///      u32  CRC-32 of everything before
/// ```
///
/// All numbers are big-endian. Source: recorded from the service.
public final class EventStream {
    public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final int PRELUDE_BYTES = 12;
    private static final int CRC_BYTES = 4;
    private static final byte TEXT = 7;

    private static final int ERROR_CAPACITY = 256;
    private static final MemberName MESSAGE = MemberName.of("message");

    private static final String EVENT_TYPE = ":event-type";
    private static final String EXCEPTION_TYPE = ":exception-type";
    private static final String CONTENT = ":content-type";
    private static final String MESSAGE_TYPE = ":message-type";
    private static final String JSON = "application/json";

    /// The one error whose name in a stream is not its name elsewhere.
    private static final String FAILURE = "InternalFailure";

    private static final String FAILURE_IN_STREAM = "InternalFailureException";

    private EventStream() {}

    /// The first frame of every stream: some clients wait for it, none minds it.
    ///
    /// @param output the members beside the stream
    public static Blob initialResponse(Shape output) {
        JsonWriter payload = written(output);
        return frame(payload, EVENT_TYPE, "initial-response", MESSAGE_TYPE, "event");
    }

    public static Blob event(Event event) {
        return frame(
                written(event),
                EVENT_TYPE,
                event.eventType(),
                CONTENT,
                JSON,
                MESSAGE_TYPE,
                "event");
    }

    /// The last frame of a stream that ends with an error.
    public static Blob error(ApiException error) {
        var payload = new JsonWriter(ERROR_CAPACITY);
        payload.beginStructure();
        payload.member(MESSAGE, error.getMessage());
        payload.endStructure();
        String type = error.type().equals(FAILURE) ? FAILURE_IN_STREAM : error.type();
        return frame(payload, EXCEPTION_TYPE, type, CONTENT, JSON, MESSAGE_TYPE, "exception");
    }

    private static JsonWriter written(Shape shape) {
        var writer = new JsonWriter(shape.roughSize());
        shape.write(writer);
        return writer;
    }

    /// @param headers names and values by turns, in ASCII
    private static Blob frame(JsonWriter payload, String... headers) {
        int headerBytes = 0;
        for (int i = 0; i < headers.length; i += 2)
            headerBytes += 4 + headers[i].length() + headers[i + 1].length();
        int size = PRELUDE_BYTES + headerBytes + payload.length() + CRC_BYTES;
        byte[] bytes = new byte[size];
        ByteBuffer out = ByteBuffer.wrap(bytes).putInt(size).putInt(headerBytes);
        out.putInt(crc(bytes, out.position()));
        for (int i = 0; i < headers.length; i += 2) {
            byte[] name = headers[i].getBytes(StandardCharsets.US_ASCII);
            byte[] value = headers[i + 1].getBytes(StandardCharsets.US_ASCII);
            out.put((byte) name.length).put(name);
            out.put(TEXT).putShort((short) value.length).put(value);
        }
        out.put(payload.array(), 0, payload.length());
        out.putInt(crc(bytes, out.position()));
        return Blob.of(bytes);
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
