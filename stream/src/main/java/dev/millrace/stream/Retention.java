package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;

/// Decides for how long a stream keeps its records.
public final class Retention {
    public static final int LEAST_HOURS = 24;
    public static final int MOST_HOURS = 8_760;

    private Retention() {}

    public static Decision increase(Catalog catalog, StreamName name, int hours, long nowMs) {
        return decide(catalog, name, hours, true, nowMs);
    }

    public static Decision decrease(Catalog catalog, StreamName name, int hours, long nowMs) {
        return decide(catalog, name, hours, false, nowMs);
    }

    private static Decision decide(
            Catalog catalog, StreamName name, int hours, boolean increase, long nowMs) {
        @Nullable Stream stream = catalog.find(name);
        if (stream == null) return new Decision.Refused(new Refusal.StreamNotFound(name));
        if (stream.status() != StreamStatus.ACTIVE)
            return new Decision.Refused(new Refusal.StreamNotActive(name, stream.status()));
        @Nullable Refusal refusal = hoursRefusal(stream, hours, increase);
        if (refusal != null) return new Decision.Refused(refusal);
        if (hours == stream.retentionHours()) return new Decision.NoChange();
        var changes = new ArrayList<ShardChange>();
        long retentionMs = stream.retaining(hours, nowMs).retentionMs();
        for (Shard shard : stream.shards().all())
            changes.add(new ShardChange.Retain(shard.number(), retentionMs));
        return new Decision.Change(
                new CatalogCommand.Retain(stream.number(), hours, nowMs), changes);
    }

    private static @Nullable Refusal hoursRefusal(Stream stream, int hours, boolean increase) {
        int current = stream.retentionHours();
        if (hours < LEAST_HOURS) return new Refusal.RetentionTooShort(hours, LEAST_HOURS);
        if (hours > MOST_HOURS) return new Refusal.RetentionTooLong(hours, MOST_HOURS);
        if (increase && hours < current)
            return new Refusal.RetentionBelowCurrent(hours, current, stream.name());
        if (!increase && hours > current)
            return new Refusal.RetentionAboveCurrent(hours, current, stream.name());
        return null;
    }
}
