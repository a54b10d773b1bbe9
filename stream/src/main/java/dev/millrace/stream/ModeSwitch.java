package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// Decides whether a stream may change its mode. Its shards and its retention stay.
public final class ModeSwitch {
    private ModeSwitch() {}

    /// Whether the stream may have this mode; the one that it has changes nothing.
    ///
    /// @param warmMibps throughput to be kept ready, or null for none; only on demand
    public static Decision decide(
            Catalog catalog,
            StreamName name,
            StreamMode mode,
            @Nullable Integer warmMibps,
            ControlRules rules,
            long nowMs) {
        return SettingsChange.ofActive(
                catalog, name, stream -> decide(catalog, stream, mode, warmMibps, rules, nowMs));
    }

    private static Decision decide(
            Catalog catalog,
            Stream stream,
            StreamMode mode,
            @Nullable Integer warmMibps,
            ControlRules rules,
            long nowMs) {
        @Nullable Refusal refusal =
                WarmThroughput.refusal(catalog, stream.name(), mode, warmMibps, nowMs);
        if (refusal != null) return new Decision.Refused(refusal);
        StreamSettings settings = stream.settings();
        // Clients such as Terraform ask for the mode that the stream has.
        if (mode != stream.mode()) {
            refusal = switchRefusal(catalog, stream, mode, rules, nowMs);
            if (refusal != null) return new Decision.Refused(refusal);
            settings = settings.switched(mode, nowMs).warmed(0);
        }
        if (warmMibps != null) settings = settings.warmed(warmMibps);
        return SettingsChange.inTime(catalog, stream, settings, rules, nowMs);
    }

    private static @Nullable Refusal switchRefusal(
            Catalog catalog, Stream stream, StreamMode mode, ControlRules rules, long nowMs) {
        long limit = rules.limits().modeSwitchesPerDay();
        if (stream.settings().modeSwitches().used(nowMs) >= limit)
            return new Refusal.ModeSwitchesUsedUp(stream.name(), limit);
        return switch (mode) {
            case ON_DEMAND -> Quotas.onDemand(catalog, stream.name(), rules);
            case PROVISIONED ->
                    stream.settings().distribution() == RecordDistribution.AUTO
                            ? new Refusal.DistributedAutomatically(stream.name())
                            : Quotas.provisioned(
                                    catalog, stream.name(), stream.openShards(), rules);
        };
    }
}
