package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// A stream whose traffic and time a test makes up, and that a policy scales minute by minute.
final class ScaledStream {
    static final long START_MS = 1_700_000_000_000L;
    static final int DAY = 24 * 60;

    private static final long MINUTE_MS = 60_000;
    private static final StreamName NAME = new StreamName("123456789012", "r", "s");

    final Catalog catalog = new Catalog();
    final ControlRules rules = new ControlRules(Limits.AWS, 0, 100_000);
    final Traffic traffic = new Traffic();
    final List<String> said = new ArrayList<>();
    private final Function<ScaledStream, ScalingDecision> policy;
    Peaks peaks = new Peaks();
    long nowMs = START_MS;

    /// @param shards null for an on-demand stream
    private ScaledStream(@Nullable Integer shards, Function<ScaledStream, ScalingDecision> policy) {
        this.policy = policy;
        var request =
                new StreamCreation.Request(
                        NAME,
                        null,
                        shards,
                        null,
                        Map.of(),
                        null,
                        RecordDistribution.USER_PARTITION_KEY);
        take(StreamCreation.decide(catalog, request, "id", rules, nowMs));
    }

    static ScaledStream onDemand(int mostShards) {
        var scaling = new OnDemandScaling(ShardCapacity.of(Limits.AWS), mostShards);
        return new ScaledStream(
                null,
                it ->
                        scaling.decide(
                                it.stream(), it.traffic, it.peaks.peak(0, it.nowMs), it.nowMs));
    }

    static ScaledStream provisioned(int shards, AutoScaling policy) {
        var capacity = ShardCapacity.of(Limits.AWS);
        return new ScaledStream(
                shards,
                it ->
                        policy.decide(
                                it.stream(),
                                it.traffic,
                                it.catalog.countUpdates(0),
                                capacity,
                                Limits.AWS.countUpdatesPerDay(),
                                it.nowMs));
    }

    private boolean take(Decision decision) {
        if (decision instanceof Decision.Change change) catalog.apply(change.command());
        return decision instanceof Decision.Change;
    }

    Stream stream() {
        Stream stream = catalog.find(0);
        if (stream == null) throw new AssertionError("gone");
        return stream;
    }

    int open() {
        return stream().openShards();
    }

    /// A minute of records whose keys are spread evenly.
    void minute(long bytesPerSecond) {
        for (Shard shard : stream().shards().open())
            write(shard, Math.round(bytesPerSecond * shard.range().part()));
        end();
    }

    /// A minute of records of a single key.
    void hotMinute(long bytesPerSecond, HashKey key) {
        write(stream().shards().route(key), bytesPerSecond);
        end();
    }

    private void write(Shard shard, long bytesPerSecond) {
        if (bytesPerSecond > 0)
            traffic.add(shard.index(), new Flow(60, 60 * bytesPerSecond, 0, 0, 0, 0));
    }

    private void end() {
        nowMs += MINUTE_MS;
        byte[] command = peaks.remembering(Map.of(0, traffic.endMinute(1)), Set.of(0), nowMs);
        if (command != null) peaks.apply(command);
        ScalingDecision decision = policy.apply(this);
        if (decision instanceof ScalingDecision.Scale scale
                && take(ShardCountUpdate.decide(catalog, stream(), scale, rules, nowMs))) {
            assertTrue(open() == scale.to(), "as decided: " + scale);
            said.add("%d to %d, because %s".formatted(scale.from(), scale.to(), scale.why()));
        }
        while (Expiry.decide(stream(), nowMs) instanceof Decision.Change change) take(change);
    }

    /// As its owner asks for it, who has promised to pay.
    void warm(int mibps) {
        take(CommitmentChange.enable(catalog, RegionalAccount.of(NAME), nowMs));
        take(WarmThroughput.update(catalog, NAME, mibps, rules, nowMs));
    }

    /// As its owner asks for it.
    void update(int target) {
        take(ShardCountUpdate.decide(catalog, NAME, target, rules, nowMs));
    }

    void minutes(int count, long bytesPerSecond) {
        for (int i = 0; i < count; i++) minute(bytesPerSecond);
    }
}
