package dev.millrace.stream;

import java.util.ArrayList;
import java.util.List;

/// Brings a stream's transition to its end.
public final class Settlement {
    private Settlement() {}

    /// Whether a stream waits for a transition that is due.
    public static boolean isDue(Stream stream, long nowMs, ControlRules rules) {
        Transition transition = stream.transition();
        return transition != null && rules.isDue(transition.dueMs(), nowMs);
    }

    /// The end of a stream's transition, due or not.
    ///
    /// @param stream a stream in transition
    public static Decision.Change decide(Catalog catalog, Stream stream, long nowMs) {
        Transition transition = stream.transition();
        if (transition == null) throw new IllegalStateException(stream.name() + " is active");
        long parents = Reshaping.parents(stream, transition.steps());
        long creationSecond = catalog.nextCreationSecond(stream.name(), nowMs, parents);
        int firstShard = catalog.nextShard();
        return new Decision.Change(
                new CatalogCommand.Settle(stream.number(), nowMs, creationSecond, firstShard),
                changes(stream, stream.settled(nowMs, creationSecond, firstShard)));
    }

    /// A start and, when transitions take no time, its end with it.
    static Decision.Change begin(
            Catalog catalog, CatalogCommand start, Stream started, ControlRules rules, long nowMs) {
        var change = new Decision.Change(start, List.of());
        return rules.transitionDelayMs() == 0
                ? change.and(decide(catalog, started, nowMs))
                : change;
    }

    /// Closes before it opens: a record queued behind a split must not reach its child first.
    private static List<ShardChange> changes(Stream before, Stream after) {
        var changes = new ArrayList<ShardChange>();
        for (Shard shard : before.shards().all()) {
            Shard now = after.shards().find(shard.index());
            if (now == null) changes.add(new ShardChange.Drop(shard.number()));
            else if (shard.isOpen() && !now.isOpen())
                changes.add(new ShardChange.Close(shard.number()));
        }
        List<Shard> opened = after.shards().after(before.nextIndex() - 1);
        for (Shard shard : opened)
            changes.add(
                    new ShardChange.Open(
                            new ShardRef(shard.number(), after.number(), shard.index()),
                            after.retentionMs()));
        for (Shard shard : opened)
            if (!shard.isOpen()) changes.add(new ShardChange.Close(shard.number()));
        return changes;
    }
}
