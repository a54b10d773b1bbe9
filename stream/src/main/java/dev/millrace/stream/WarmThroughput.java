package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// Decides on the throughput that an on-demand stream is kept ready for.
public final class WarmThroughput {
    /// 10 GiB a second. Source: API reference, `UpdateStreamWarmThroughput`.
    public static final int MOST_MIBPS = 10_240;

    private WarmThroughput() {}

    /// Whether the stream may be kept ready for so much.
    ///
    /// @param mibps MiB a second, 0 for none
    public static Decision update(
            Catalog catalog, StreamName name, int mibps, ControlRules rules, long nowMs) {
        return SettingsChange.ofActive(
                catalog,
                name,
                stream -> {
                    @Nullable Refusal refusal = refusal(catalog, name, stream.mode(), mibps, nowMs);
                    if (refusal != null) return new Decision.Refused(refusal);
                    return SettingsChange.inTime(
                            catalog, stream, stream.settings().warmed(mibps), rules, nowMs);
                });
    }

    /// Whether a stream of this name and mode may be kept ready for so much. To give it up is
    /// always allowed.
    ///
    /// @param mibps null for a request that does not speak of it
    static @Nullable Refusal refusal(
            Catalog catalog,
            StreamName name,
            StreamMode mode,
            @Nullable Integer mibps,
            long nowMs) {
        if (mibps == null) return null;
        if (mode != StreamMode.ON_DEMAND) return new Refusal.StreamProvisioned(name);
        if (mibps == 0) return null;
        // One that is to end would leave the stream with what its account may not have.
        if (catalog.commitment(RegionalAccount.of(name)).status(nowMs)
                != BillingCommitment.Status.ENABLED) return new Refusal.CommitmentMissing();
        return mibps > MOST_MIBPS ? new Refusal.WarmThroughputTooHigh(mibps, MOST_MIBPS) : null;
    }
}
