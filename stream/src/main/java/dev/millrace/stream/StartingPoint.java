package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// Where a new iterator begins to read.
public sealed interface StartingPoint {
    /// At the oldest record kept.
    record Horizon() implements StartingPoint {}

    /// After the newest record.
    record Tip() implements StartingPoint {}

    /// At this offset, or at the next one there is.
    record At(long offset) implements StartingPoint {}

    /// At the first record that arrived at or after this, milliseconds since the epoch.
    record From(long timeMs) implements StartingPoint {}

    record Refused(Refusal refusal) implements StartingPoint {}

    /// The names are the service's.
    enum Type {
        AT_SEQUENCE_NUMBER,
        AFTER_SEQUENCE_NUMBER,
        TRIM_HORIZON,
        LATEST,
        AT_TIMESTAMP
    }

    /// The checks come in the service's order.
    ///
    /// @param number a sequence number as given, or null
    /// @param timeMs milliseconds since the epoch, or null
    static StartingPoint decide(
            Stream stream,
            Shard shard,
            Type type,
            @Nullable String number,
            @Nullable Long timeMs,
            long nowMs) {
        boolean byNumber = type == Type.AT_SEQUENCE_NUMBER || type == Type.AFTER_SEQUENCE_NUMBER;
        if (byNumber && number == null)
            return new Refused(new Refusal.StartingNumberMissing(type.name()));
        if ((type == Type.TRIM_HORIZON || type == Type.LATEST) && number != null)
            return new Refused(new Refusal.StartingNumberGiven(type.name()));
        if (type == Type.AT_TIMESTAMP) {
            if (timeMs == null) return new Refused(new Refusal.StartingTimeMissing());
            if (timeMs > nowMs) return new Refused(new Refusal.StartingTimeInFuture(timeMs, nowMs));
        }
        StartingPoint numbered = number == null ? null : numbered(stream, shard, type, number);
        if (numbered instanceof Refused) return numbered;
        return switch (type) {
            case TRIM_HORIZON -> new Horizon();
            case LATEST -> new Tip();
            case AT_TIMESTAMP -> new From(timeMs == null ? nowMs : timeMs);
            case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER ->
                    numbered == null ? new Horizon() : numbered;
        };
    }

    private static StartingPoint numbered(Stream stream, Shard shard, Type type, String text) {
        SequenceNumber.Parsed parsed = SequenceNumber.parse(text);
        return switch (parsed) {
            case SequenceNumber.Parsed.VersionZero _ ->
                    new Refused(new Refusal.StartingNumberOfVersionZero());
            case SequenceNumber.Parsed.Invalid _ ->
                    new Refused(new Refusal.StartingNumberInvalid(text, shard.id(), stream.name()));
            case SequenceNumber.Parsed.Current(SequenceNumber number) -> {
                if (number.shardIndex() != shard.index())
                    yield new Refused(
                            new Refusal.StartingNumberOfOtherShard(
                                    ShardId.of(number.shardIndex()), shard.id()));
                if (number.creationSecond() != shard.creationSecond())
                    yield new Refused(
                            new Refusal.StartingNumberForeign(text, shard.id(), stream.name()));
                long counter = number.counter();
                boolean after = type == Type.AFTER_SEQUENCE_NUMBER;
                yield new At(
                        Math.max(1, after && counter < Long.MAX_VALUE ? counter + 1 : counter));
            }
        };
    }
}
