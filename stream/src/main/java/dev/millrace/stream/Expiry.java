package dev.millrace.stream;

import java.util.ArrayList;

/// Forgets closed shards once everything in them has expired.
public final class Expiry {
    private Expiry() {}

    public static Decision decide(Stream stream, long nowMs) {
        if (stream.shards().earliestCloseMs() >= stream.horizonMs(nowMs)
                || stream.status() == StreamStatus.DELETING) return new Decision.NoChange();
        var indexes = new ArrayList<Integer>();
        var changes = new ArrayList<ShardChange>();
        for (Shard shard : stream.shards().all()) {
            if (!stream.isExpired(shard, nowMs)) continue;
            indexes.add(shard.index());
            changes.add(new ShardChange.Drop(shard.number()));
        }
        return new Decision.Change(new CatalogCommand.Expire(stream.number(), indexes), changes);
    }
}
