package dev.millrace.stream;

/// One shard as the catalog has it. Immutable but for its quota.
///
/// @param ref how the storage engine knows it
/// @param creationSecond in its sequence numbers; may run ahead of the clock
/// @param createdMs when it was opened, milliseconds since the epoch
/// @param range the hash keys it owns, or owned
/// @param parent index of the shard it came from, or [#NONE]
/// @param adjacentParent index of the other shard merged into it, or [#NONE]
/// @param closedMs when it was closed, milliseconds since the epoch, or 0 while it is open
/// @param quota what it may still take and give now
public record Shard(
        ShardRef ref,
        long creationSecond,
        long createdMs,
        HashKeyRange range,
        int parent,
        int adjacentParent,
        long closedMs,
        ShardQuota quota) {
    /// Stands for "no parent".
    public static final int NONE = -1;

    public int index() {
        return ref.index();
    }

    /// Engine-wide number.
    public int number() {
        return ref.number();
    }

    public String id() {
        return ShardId.of(ref.index());
    }

    public boolean isOpen() {
        return closedMs == 0;
    }

    public boolean hasParent(int index) {
        return parent == index || adjacentParent == index;
    }

    /// Whether all it ever held is past the retention.
    public boolean isExpired(long horizonMs) {
        return !isOpen() && closedMs <= horizonMs;
    }

    public SequenceNumber startingNumber() {
        return new SequenceNumber(creationSecond, 0, creationSecond, index());
    }

    /// The number no record of this shard reaches. Only of a closed shard.
    public SequenceNumber endingNumber() {
        if (isOpen()) throw new IllegalStateException(id() + " is open");
        return new SequenceNumber(creationSecond, SequenceNumber.LAST, closedMs / 1000, index());
    }

    public SequenceNumber numberOf(long offset, long arrivalMs) {
        return new SequenceNumber(creationSecond, offset, arrivalMs / 1000, index());
    }

    Shard closed(long nowMs) {
        return new Shard(
                ref, creationSecond, createdMs, range, parent, adjacentParent, nowMs, quota);
    }
}
