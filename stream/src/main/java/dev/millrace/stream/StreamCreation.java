package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Decides whether a stream may be created.
public final class StreamCreation {
    /// Records are kept this long unless the owner says otherwise.
    public static final int RETENTION_HOURS = 24;

    public static final int MAX_RECORD_KIB = 1024;

    /// Shards of a new on-demand stream. Source: developer guide, "On-demand mode".
    private static final int ON_DEMAND_SHARDS = 4;

    private static final String ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    private StreamCreation() {}

    /// What is asked for.
    ///
    /// @param mode null to follow from whether a number of shards is given
    /// @param shards null for none given
    /// @param maxRecordKib null for the default
    /// @param warmMibps null for none
    public record Request(
            StreamName name,
            @Nullable StreamMode mode,
            @Nullable Integer shards,
            @Nullable Integer maxRecordKib,
            Map<String, String> tags,
            @Nullable Integer warmMibps,
            RecordDistribution distribution) {
        private StreamMode effectiveMode() {
            if (mode != null) return mode;
            return shards == null ? StreamMode.ON_DEMAND : StreamMode.PROVISIONED;
        }
    }

    /// A new stream id.
    public static String randomId(RandomGenerator random) {
        var id = new StringBuilder(24);
        for (int i = 0; i < 24; i++)
            id.append(i == 20 ? '-' : ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        return id.toString();
    }

    /// Whether the stream may be created.
    ///
    /// @param id from [#randomId]
    public static Decision decide(
            Catalog catalog, Request request, String id, ControlRules rules, long nowMs) {
        StreamName name = request.name();
        StreamMode mode = request.effectiveMode();
        Integer asked = request.shards();
        if (mode == StreamMode.PROVISIONED && asked == null)
            return new Decision.Refused(new Refusal.ShardCountMissing());
        if (mode == StreamMode.ON_DEMAND && asked != null)
            return new Decision.Refused(new Refusal.ShardCountGiven());
        if (mode != StreamMode.ON_DEMAND && request.distribution() == RecordDistribution.AUTO)
            return new Decision.Refused(new Refusal.StreamProvisioned(name));
        if (catalog.find(name) != null) return new Decision.Refused(new Refusal.StreamExists(name));
        Refusal tags = TagRules.refusal(request.tags(), name);
        if (tags != null) return new Decision.Refused(tags);
        @Nullable Integer warm = request.warmMibps();
        Refusal warming = WarmThroughput.refusal(catalog, name, mode, warm, nowMs);
        if (warming != null) return new Decision.Refused(warming);
        int shards = asked == null ? onDemandShards(warm) : asked;
        Refusal quota = Quotas.creation(catalog, name, mode, shards, rules);
        if (quota != null) return new Decision.Refused(quota);
        Integer size = request.maxRecordKib();
        var create =
                new CatalogCommand.Create(
                        catalog.nextStream(),
                        name,
                        id,
                        mode,
                        shards,
                        request.tags(),
                        size == null ? MAX_RECORD_KIB : size,
                        nowMs,
                        rules.dueMs(nowMs));
        StreamSettings settings =
                started(create)
                        .settings()
                        .warmed(warm == null ? 0 : warm)
                        .distributed(request.distribution());
        return Settlement.begin(
                catalog,
                started(create).settings().equals(settings)
                        ? create
                        : new CatalogCommand.Together(
                                List.of(
                                        create,
                                        new CatalogCommand.Configure(
                                                create.stream(), settings, nowMs))),
                started(create).with(settings),
                rules,
                nowMs);
    }

    /// A shard takes 1 MiB a second, so a stream that is to be ready for more begins with more.
    private static int onDemandShards(@Nullable Integer warmMibps) {
        return warmMibps == null ? ON_DEMAND_SHARDS : Math.max(ON_DEMAND_SHARDS, warmMibps);
    }

    /// The stream as it is while it is being created.
    static Stream started(CatalogCommand.Create create) {
        return new Stream(
                create.stream(),
                create.name(),
                create.id(),
                create.nowMs(),
                RETENTION_HOURS,
                0,
                StreamSettings.plain(create.mode(), create.tags(), create.maxRecordKib()),
                0,
                ShardTable.EMPTY,
                new Transition.Creating(create.shards(), create.dueMs()));
    }
}
