package dev.millrace.http;

import dev.millrace.gateway.Pieces;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/// One request of an HTTP/2 connection: a stream, from its head until its answer is written.
final class Http2Exchange extends LoopExchange {
    /// Data that waits for memory. What is not consumed keeps the client from sending more.
    ///
    /// @param flowBytes what it counts for in flow control
    record Held(ByteBuf data, int flowBytes) {}

    private final Http2Streams streams;
    private final Http2Headers head;

    final Http2Stream stream;
    final ArrayDeque<Held> held = new ArrayDeque<>();

    long startedNs;

    /// When memory was first missed, while anything is held.
    long memoryMissedNs;

    /// The client has sent everything.
    boolean complete;

    /// An operation has it, and its body.
    boolean handled;

    /// Answered before everything was there; what still comes is thrown away.
    boolean refused;

    /// The body of the answer, or a piece of one, while it is being sent, and how far it is.
    @Nullable Blob answer;

    /// Hears when it is held no more.
    Runnable gone = () -> {};

    int sentBytes;

    /// The body of the answer if it is made while it is sent.
    @Nullable Pieces pieces;

    /// Whether the body ends with [#answer].
    boolean last = true;

    long progressNs;

    Http2Exchange(
            Http2Streams streams,
            EventLoop loop,
            Http2Headers head,
            Http2Stream stream,
            BodyBuffer buffer) {
        super(loop, buffer);
        this.streams = streams;
        this.head = head;
        this.stream = stream;
    }

    @Override
    public String method() {
        return text(head.method());
    }

    @Override
    public String target() {
        return text(head.path());
    }

    private static String text(@Nullable CharSequence part) {
        return part == null ? "" : part.toString();
    }

    @Override
    public @Nullable String header(String name) {
        CharSequence value = head.get(name);
        return value == null ? null : value.toString();
    }

    @Override
    void send(Response response, Runnable gone) {
        streams.answer(this, response, gone);
    }

    @Override
    void send(Response head, Pieces body) {
        streams.stream(this, head, body);
    }

    @Override
    void closeConnection() {
        streams.close();
    }

    /// Hands a piece of the answer to the event loop. Any thread.
    void give(Blob piece, boolean last, Runnable gone) {
        onLoop(() -> streams.take(this, piece, last, gone), gone);
    }

    /// The answer's bytes are held no more.
    void letGo() {
        answer = null;
        Runnable held = gone;
        gone = () -> {};
        held.run();
    }

    /// Lets go of what has not been looked at.
    void dropHeld() {
        for (Held next; (next = held.poll()) != null; ) next.data().release();
    }
}
