package dev.millrace.stream;

/// Decides who says to which shard a stream's records go.
public final class RecordRouting {
    private RecordRouting() {}

    public static Decision update(
            Catalog catalog, StreamName name, RecordDistribution distribution, long nowMs) {
        return SettingsChange.ofActive(
                catalog,
                name,
                stream -> {
                    if (distribution == RecordDistribution.AUTO
                            && stream.mode() != StreamMode.ON_DEMAND)
                        return new Decision.Refused(new Refusal.StreamProvisioned(name));
                    return SettingsChange.now(
                            stream, stream.settings().distributed(distribution), nowMs);
                });
    }
}
