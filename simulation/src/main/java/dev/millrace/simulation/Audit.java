package dev.millrace.simulation;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.AppendBatch.Outcome;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.StorageEngine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Looks into an engine after every event: whether what it acknowledged lies below the durable
/// mark, and whether its shards' ends only ever move on.
final class Audit extends EngineInFront {
    private final BiConsumer<Promise, String> broken;
    private final List<AppendBatch> underWay = new ArrayList<>();
    private final Map<Integer, ShardEnds> ends = new LinkedHashMap<>();
    private Iterator<Map.Entry<Integer, ShardEnds>> round = ends.entrySet().iterator();

    Audit(StorageEngine engine, BiConsumer<Promise, String> broken) {
        super(engine);
        this.broken = broken;
    }

    @Override
    public void append(AppendBatch batch) {
        underWay.add(batch);
        super.append(batch);
    }

    void look() {
        underWay.removeIf(this::isDone);
        if (!round.hasNext()) round = ends.entrySet().iterator();
        if (!round.hasNext()) return;
        Map.Entry<Integer, ShardEnds> one = round.next();
        ShardEnds now = engine.ends(one.getKey());
        if (hasSteppedBack(one.getValue(), now))
            broken.accept(
                    Promise.STEADY,
                    "the ends of shard %d were %s and are %s"
                            .formatted(one.getKey(), one.getValue(), now));
        one.setValue(now);
    }

    private boolean isDone(AppendBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.outcome(i) == Outcome.PENDING) return false;
            if (batch.outcome(i) == Outcome.APPENDED) check(batch, i);
        }
        return true;
    }

    private void check(AppendBatch batch, int record) {
        int shard = batch.shard(record);
        ShardEnds now = engine.ends(shard);
        if (now.equals(ShardEnds.NONE)) return; // deleted since
        if (batch.offset(record) >= now.next())
            broken.accept(
                    Promise.DURABLE,
                    "record %d of shard %d is acknowledged, and the mark is %d"
                            .formatted(batch.offset(record), shard, now.next()));
        if (!ends.containsKey(shard)) {
            ends.put(shard, now);
            round = ends.entrySet().iterator();
        }
    }

    private static boolean hasSteppedBack(ShardEnds before, ShardEnds now) {
        if (now.equals(ShardEnds.NONE)) return false;
        return now.first() < before.first()
                || now.next() < before.next()
                || now.first() > now.next()
                || now.lastArrivalMs() < before.lastArrivalMs()
                || (before.closed() && !now.closed());
    }
}
