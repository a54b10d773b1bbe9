package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Decides whether a stream may have another number of shards, all about as large as each other.
public final class ShardCountUpdate {
    /// Source: API reference, `UpdateShardCount`.
    static final int MOST_SHARDS = 10_000;

    private ShardCountUpdate() {}

    /// Whether a stream may have `target` open shards. To have as many as there are is granted and
    /// changes nothing, nor is it counted.
    public static Decision decide(
            Catalog catalog, StreamName name, int target, ControlRules rules, long nowMs) {
        Stream stream = catalog.find(name);
        Refusal refusal = Resharding.streamRefusal(stream, name);
        if (refusal != null || stream == null) return Resharding.refused(refusal);
        int current = stream.openShards();
        refusal = boundsRefusal(name, current, target, rules.limits());
        if (refusal != null) return Resharding.refused(refusal);
        if (target == current) return new Decision.NoChange();
        long most = rules.limits().countUpdatesPerDay();
        if (catalog.countUpdates(stream.number()).used(nowMs) >= most)
            return Resharding.refused(new Refusal.TooManyCountUpdates(name, most));
        List<ShardStep> steps =
                UniformScaling.plan(stream.shards().open(), stream.nextIndex(), target);
        return decide(catalog, stream, steps, true, rules, nowMs);
    }

    /// Whether what a policy decided may be done. Nothing is done if the stream is no longer what
    /// it was when that was decided: the policy will decide again.
    public static Decision decide(
            Catalog catalog,
            Stream stream,
            ScalingDecision.Scale scale,
            ControlRules rules,
            long nowMs) {
        if (!stream.equals(catalog.find(stream.number())) || stream.transition() != null)
            return new Decision.NoChange();
        boolean counts = stream.mode() == StreamMode.PROVISIONED;
        return decide(catalog, stream, scale.steps(), counts, rules, nowMs);
    }

    private static Decision decide(
            Catalog catalog,
            Stream stream,
            List<ShardStep> steps,
            boolean counts,
            ControlRules rules,
            long nowMs) {
        int additional = Reshaping.mostOpen(steps);
        @Nullable Refusal refusal =
                Quotas.shards(catalog, stream.name(), stream.mode(), additional, rules);
        if (additional > 0 && refusal != null) return Resharding.refused(refusal);
        long dueMs = rules.dueMs(nowMs);
        return Settlement.begin(
                catalog,
                new CatalogCommand.Scale(stream.number(), steps, counts, nowMs, dueMs),
                stream.becoming(new Transition.Scaling(steps, dueMs)),
                rules,
                nowMs);
    }

    private static @Nullable Refusal boundsRefusal(
            StreamName name, int current, int target, Limits limits) {
        if (limits.countUpdatesPerDay() == Limits.UNLIMITED) return null;
        if (target > MOST_SHARDS) return new Refusal.ShardCountTooHigh(name, target, MOST_SHARDS);
        if (target > 2L * current) return new Refusal.ShardCountMoreThanDoubled(current, target);
        if (2L * target < current) return new Refusal.ShardCountLessThanHalved(current, target);
        return null;
    }
}
