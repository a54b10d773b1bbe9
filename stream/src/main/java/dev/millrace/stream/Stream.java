package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// One stream as the catalog has it: an immutable picture that any thread may keep.
///
/// @param number internal number; never reused
/// @param id the text that clients may address it by, 20 characters, a dash and 3
/// @param retentionHours 24 to 8,760
/// @param forgottenMs records that arrived at or before this instant are gone for good, however
///     long the retention is made
/// @param maxRecordKiB most KiB of data and partition key of one record
/// @param createdMs milliseconds since the epoch
/// @param shards all that are not expired, by index
/// @param nextIndex index that the next shard will get
/// @param pending what it is on its way to, or null while it is active
/// @param routing the open shards among `shards`
public record Stream(
        StreamKey key,
        int number,
        String id,
        StreamStatus status,
        StreamMode mode,
        int retentionHours,
        long forgottenMs,
        int maxRecordKiB,
        Map<String, String> tags,
        long createdMs,
        List<Shard> shards,
        int nextIndex,
        @Nullable Pending pending,
        Routing routing) {
    static final long HOUR_MS = 3_600_000L;

    public String name() {
        return key.name();
    }

    public long retentionMs() {
        return retentionHours * HOUR_MS;
    }

    /// Records that arrived at or before this instant are past the retention.
    public long horizonMs(long nowMs) {
        return Math.max(nowMs - retentionMs(), forgottenMs);
    }

    /// Whether it can be written and read: its shards are there.
    public boolean hasShards() {
        return routing.size() > 0;
    }

    /// The shard of this index, or null if there never was one, or it is expired and gone.
    public @Nullable Shard shard(int index) {
        int low = 0;
        int high = shards.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Shard shard = shards.get(middle);
            if (shard.index() == index) return shard;
            if (shard.index() < index) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }

    /// The same, but a shard past the retention counts as gone though it is not cleared away yet.
    public @Nullable Shard shard(int index, long nowMs) {
        Shard shard = shard(index);
        return shard == null || shard.isExpired(horizonMs(nowMs)) ? null : shard;
    }

    /// The shards that a client may see now, by index.
    public List<Shard> visibleShards(long nowMs) {
        long horizonMs = horizonMs(nowMs);
        if (shards.stream().noneMatch(shard -> shard.isExpired(horizonMs))) return shards;
        return shards.stream().filter(shard -> !shard.isExpired(horizonMs)).toList();
    }

    Stream with(StreamStatus status, @Nullable Pending pending) {
        return new Stream(
                key,
                number,
                id,
                status,
                mode,
                retentionHours,
                forgottenMs,
                maxRecordKiB,
                tags,
                createdMs,
                shards,
                nextIndex,
                pending,
                routing);
    }

    /// With other shards, given by ascending index.
    Stream withShards(List<Shard> shards, int nextIndex) {
        return new Stream(
                key,
                number,
                id,
                status,
                mode,
                retentionHours,
                forgottenMs,
                maxRecordKiB,
                tags,
                createdMs,
                List.copyOf(shards),
                nextIndex,
                pending,
                Routing.of(shards));
    }

    Stream withRetention(int hours, long nowMs) {
        return new Stream(
                key,
                number,
                id,
                status,
                mode,
                hours,
                horizonMs(nowMs),
                maxRecordKiB,
                tags,
                createdMs,
                shards,
                nextIndex,
                pending,
                routing);
    }
}
