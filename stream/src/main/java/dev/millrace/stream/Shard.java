package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// A shard at one moment. Immutable but for its [#load], which every later snapshot of the same
/// shard shares and which is no part of its value.
public final class Shard {
    /// In place of a parent's index: none.
    public static final int NONE = -1;

    /// In place of the time of closing: not closed.
    public static final long OPEN = Long.MAX_VALUE;

    private final int number;
    private final int index;
    private final long creationSecond;
    private final long createdMs;
    private final HashKeyRange range;
    private final int parent;
    private final int adjacentParent;
    private final long closedMs;
    private final String id;
    private final ShardLoad load;

    /// Of the second that was printed last. Immutable, so a lost race costs only a new one.
    private @Nullable SequencePrinter printer;

    Shard(
            int number,
            int index,
            long creationSecond,
            long createdMs,
            HashKeyRange range,
            int parent,
            int adjacentParent,
            long closedMs) {
        this(
                number,
                index,
                creationSecond,
                createdMs,
                range,
                parent,
                adjacentParent,
                closedMs,
                ShardId.of(index),
                new ShardLoad());
    }

    private Shard(
            int number,
            int index,
            long creationSecond,
            long createdMs,
            HashKeyRange range,
            int parent,
            int adjacentParent,
            long closedMs,
            String id,
            ShardLoad load) {
        this.number = number;
        this.index = index;
        this.creationSecond = creationSecond;
        this.createdMs = createdMs;
        this.range = range;
        this.parent = parent;
        this.adjacentParent = adjacentParent;
        this.closedMs = closedMs;
        this.id = id;
        this.load = load;
    }

    Shard closed(long nowMs) {
        if (!isOpen()) throw new IllegalStateException(id + " is closed already");
        return new Shard(
                number,
                index,
                creationSecond,
                createdMs,
                range,
                parent,
                adjacentParent,
                nowMs,
                id,
                load);
    }

    /// The sequence number of the record at an offset, printed.
    public String numberOf(long offset, long arrivalMs) {
        long second = arrivalMs / 1_000;
        SequencePrinter last = printer;
        if (last == null || !last.prints(creationSecond, second, index))
            printer = last = new SequencePrinter(creationSecond, second, index);
        return last.print(index, offset);
    }

    /// Engine-wide number; never reused.
    public int number() {
        return number;
    }

    /// Index inside the stream, as in its id; never reused.
    public int index() {
        return index;
    }

    /// E.g. `shardId-000000000007`.
    public String id() {
        return id;
    }

    /// The creation second in the shard's sequence numbers; may run ahead of the clock.
    public long creationSecond() {
        return creationSecond;
    }

    /// When it was created, milliseconds since the epoch.
    public long createdMs() {
        return createdMs;
    }

    public HashKeyRange range() {
        return range;
    }

    /// Index of the shard that was split, or named first in the merge, or [#NONE].
    public int parent() {
        return parent;
    }

    /// Index of the other shard of the merge, or [#NONE].
    public int adjacentParent() {
        return adjacentParent;
    }

    public boolean isOpen() {
        return closedMs == OPEN;
    }

    /// When it was closed, milliseconds since the epoch, or [#OPEN].
    public long closedMs() {
        return closedMs;
    }

    /// What is going on at this shard now.
    public ShardLoad load() {
        return load;
    }

    /// The number before its first record's.
    public SequenceNumber startingNumber() {
        return new SequenceNumber(creationSecond, 0, creationSecond, index);
    }

    /// The number after its last record's. Only for a closed shard.
    public SequenceNumber endingNumber() {
        return new SequenceNumber(creationSecond, SequenceNumber.LAST, closedMs / 1_000, index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shard that
                && number == that.number
                && index == that.index
                && creationSecond == that.creationSecond
                && createdMs == that.createdMs
                && range.equals(that.range)
                && parent == that.parent
                && adjacentParent == that.adjacentParent
                && closedMs == that.closedMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(number, closedMs);
    }

    @Override
    public String toString() {
        return id + "#" + number + "@" + creationSecond + (isOpen() ? "" : " closed " + closedMs);
    }
}
