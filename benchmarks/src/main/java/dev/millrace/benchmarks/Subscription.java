package dev.millrace.benchmarks;

import dev.millrace.model.JsonWriter;
import dev.millrace.model.kinesis.StartingPosition;
import dev.millrace.model.kinesis.SubscribeToShardInput;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// SubscribeToShard over HTTP/2 with prior knowledge: the one request, then its events.
///
/// Of HTTP/2 only what that takes: a window as large as can be, so that no credit has to be given
/// while it is measured; heads are literals, so that there is no table to keep.
final class Subscription implements AutoCloseable {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte DATA = 0;
    private static final byte HEADERS = 1;
    private static final byte RESET = 3;
    private static final byte SETTINGS = 4;
    private static final byte PING = 6;
    private static final byte GO_AWAY = 7;
    private static final byte WINDOW = 8;

    private static final byte ACK = 1;
    private static final byte END_STREAM = 1;
    private static final byte END_HEADERS = 4;

    private static final short INITIAL_WINDOW = 4;
    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
    private static final int USUAL_WINDOW = 65_535;
    private static final int STREAM = 1;

    /// An indexed field: `:status: 200`.
    private static final byte STATUS_200 = (byte) 0x88;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private byte[] events = new byte[1 << 16];
    private int held;

    private Subscription(int port) throws IOException {
        socket = Connection.open(port);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /// Subscribes from the tip of a shard on, and returns once the server has begun to answer.
    static Subscription to(int port, String consumerArn, int shard) throws IOException {
        var subscription = new Subscription(port);
        subscription.begin(consumerArn, shard);
        return subscription;
    }

    private void begin(String consumerArn, int shard) throws IOException {
        var body = new JsonWriter();
        SubscribeToShardInput.builder()
                .consumerARN(consumerArn)
                .shardId(BenchmarkStream.shardId(shard))
                .startingPosition(StartingPosition.builder().type("LATEST").build())
                .build()
                .write(body);
        out.write(PREFACE);
        frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort(INITIAL_WINDOW).putInt(LARGEST_WINDOW).array());
        frame(WINDOW, 0, 0, ByteBuffer.allocate(4).putInt(LARGEST_WINDOW - USUAL_WINDOW).array());
        frame(HEADERS, END_HEADERS, STREAM, head());
        frame(DATA, END_STREAM, STREAM, Arrays.copyOf(body.array(), body.length()));
        out.flush();
        // The head, and the first event, which only says that the subscription has begun.
        while (held == 0) receive();
    }

    private static byte[] head() {
        var head = new ByteArrayOutputStream();
        field(head, ":method", "POST");
        field(head, ":scheme", "http");
        field(head, ":path", "/");
        field(head, ":authority", "localhost");
        field(head, "content-type", Request.JSON.contentType());
        field(head, "x-amz-target", Request.target("SubscribeToShard"));
        field(head, "x-amz-date", Request.DATE);
        field(head, "authorization", Request.AUTHORIZATION);
        return head.toByteArray();
    }

    /// A literal that is not to be remembered, its name given as text.
    private static void field(ByteArrayOutputStream head, String name, String value) {
        head.write(0);
        text(head, name);
        text(head, value);
    }

    private static void text(ByteArrayOutputStream head, String text) {
        int length = text.length();
        if (length < 127) head.write(length);
        else {
            head.write(127);
            for (length -= 127; length >= 128; length >>>= 7) head.write((length & 127) | 128);
            head.write(length);
        }
        head.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void frame(byte type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(payload.length >>> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
    }

    /// Reads one frame and does what it asks for; the bytes of events are held.
    private void receive() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        byte type = in.readByte();
        int flags = in.readUnsignedByte();
        in.readInt();
        byte[] payload = in.readNBytes(length);
        switch (type) {
            case HEADERS -> {
                if (payload[0] != STATUS_200) throw new IOException("the subscription was refused");
            }
            case DATA -> hold(payload);
            case SETTINGS -> {
                if ((flags & ACK) == 0) answer(SETTINGS, new byte[0]);
            }
            case PING -> {
                if ((flags & ACK) == 0) answer(PING, payload);
            }
            case RESET, GO_AWAY -> throw new IOException("the server ended the subscription");
            default -> {} // nothing that matters here
        }
    }

    private void answer(byte type, byte[] payload) throws IOException {
        frame(type, ACK, 0, payload);
        out.flush();
    }

    private void hold(byte[] payload) {
        if (held + payload.length > events.length)
            events = Arrays.copyOf(events, Math.max(2 * events.length, held + payload.length));
        System.arraycopy(payload, 0, events, held, payload.length);
        held += payload.length;
    }

    /// Gives every event's text to `sink`, until this is closed.
    void read(Consumer<String> sink) throws IOException {
        try {
            while (true) {
                takeEvents(sink);
                receive();
            }
        } catch (SocketException e) {
            if (!socket.isClosed()) throw e;
        }
    }

    /// An event begins with its own length.
    private void takeEvents(Consumer<String> sink) {
        int at = 0;
        while (held - at >= 4) {
            int length = ByteBuffer.wrap(events).getInt(at);
            if (held - at < length) break;
            sink.accept(new String(events, at, length, StandardCharsets.ISO_8859_1));
            at += length;
        }
        System.arraycopy(events, at, events, 0, held - at);
        held -= at;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
