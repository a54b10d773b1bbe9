package dev.millrace.http;

import dev.millrace.model.Blob;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/// A request's body while it arrives. Belongs to its connection's event loop.
final class BodyBuffer {
    /// What a body is given before it has proved itself; see [BodyMemory].
    static final int FIRST_BYTES = 64 << 10;

    private static final byte[] NONE = {};

    enum Reservation {
        /// [#append] may follow.
        GRANTED,
        /// It is worth asking again when told.
        LATER,
        /// The server is short of memory, and too many wait for some.
        REFUSED
    }

    private final BodyMemory memory;
    private final int limit;
    private final long declared;
    private byte[] bytes = NONE;
    private int length;

    /// Bytes that the share allows.
    private int allowance;

    private BytePool.@Nullable Share share;

    /// The share from the large pool while it is waited for.
    private BytePool.@Nullable Share awaited;

    /// @param limit largest body
    /// @param declared the body's length as its head gives it, or -1; at most `limit`
    BodyBuffer(BodyMemory memory, int limit, long declared) {
        this.memory = memory;
        this.limit = limit;
        this.declared = declared;
    }

    int length() {
        return length;
    }

    /// Whether `more` bytes keep within the largest body.
    boolean admits(int more) {
        return more <= limit - length;
    }

    /// Sees to it that there is memory for `more` bytes.
    ///
    /// @param granted runs on `loop` after [Reservation#LATER]
    Reservation reserve(int more, Executor loop, Runnable granted) {
        int needed = length + more;
        if (needed <= allowance) return Reservation.GRANTED;
        BytePool.Share waiting = awaited;
        if (waiting != null && !waiting.isHeld()) return Reservation.LATER;
        if (waiting == null) {
            boolean first = needed <= FIRST_BYTES;
            int size = size(first);
            BytePool pool = first ? memory.small() : memory.large();
            waiting = pool.take(size, loop, granted);
            awaited = waiting;
            if (waiting == null) return Reservation.REFUSED;
            if (!waiting.isHeld()) return Reservation.LATER;
        }
        BytePool.Share outgrown = share;
        share = waiting;
        awaited = null;
        allowance = size(needed <= FIRST_BYTES);
        if (outgrown != null) outgrown.release();
        return Reservation.GRANTED;
    }

    private int size(boolean first) {
        long whole = declared < 0 ? limit : declared;
        return BodyArrays.rounded((int) (first ? Math.min(whole, FIRST_BYTES) : whole));
    }

    /// Takes over what is readable of `data`, which [#reserve] has been granted for.
    void append(ByteBuf data) {
        int more = data.readableBytes();
        if (length + more > bytes.length) grow(length + more);
        data.readBytes(bytes, length, more);
        length += more;
    }

    private void grow(int needed) {
        // A declared length is allocated in one piece; without one, double.
        long capacity = declared < 0 ? Math.max(needed, 2L * bytes.length) : allowance;
        byte[] outgrown = bytes;
        bytes = memory.arrays().take((int) Math.max(needed, Math.min(capacity, allowance)));
        System.arraycopy(outgrown, 0, bytes, 0, length);
        memory.arrays().give(outgrown);
    }

    /// The body, complete. Its memory stays reserved until [#release].
    Blob body() {
        return Blob.of(bytes, 0, length);
    }

    /// Nobody looks at the body any more: others may use its array, at once. Its memory stays
    /// reserved all the same.
    void forget() {
        memory.arrays().give(bytes);
        bytes = NONE;
        length = 0;
    }

    /// Gives the memory back to the others. Any number of times.
    void release() {
        BytePool.Share held = share;
        BytePool.Share waiting = awaited;
        share = null;
        awaited = null;
        allowance = 0;
        bytes = NONE;
        length = 0;
        if (held != null) held.release();
        if (waiting != null) waiting.release();
    }
}
