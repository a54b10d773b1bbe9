package dev.millrace.stream;

/// Decides whether a stream's records are encrypted from now on.
public final class EncryptionChange {
    private EncryptionChange() {}

    /// Whether encryption may start, or go on under another key.
    ///
    /// @param keyId a key that the [KeyService] has admitted
    public static Decision start(
            Catalog catalog, StreamName name, String keyId, ControlRules rules, long nowMs) {
        return SettingsChange.ofActive(
                catalog,
                name,
                stream -> {
                    Encryption now = stream.settings().encryption();
                    if (keyId.equals(now.keyId())) return new Decision.NoChange();
                    return change(
                            catalog, stream, now.starts(), now.started(keyId, nowMs), rules, nowMs);
                });
    }

    /// Whether encryption may stop.
    ///
    /// @param keyId the key in use, named as it was at the start
    public static Decision stop(
            Catalog catalog, StreamName name, String keyId, ControlRules rules, long nowMs) {
        return SettingsChange.ofActive(
                catalog,
                name,
                stream -> {
                    Encryption now = stream.settings().encryption();
                    if (now.keyId() == null) return new Decision.NoChange();
                    if (!now.keyId().equals(keyId))
                        return new Decision.Refused(new Refusal.KeyNotInUse(keyId, name));
                    return change(catalog, stream, now.stops(), now.stopped(nowMs), rules, nowMs);
                });
    }

    private static Decision change(
            Catalog catalog,
            Stream stream,
            RollingDay done,
            Encryption next,
            ControlRules rules,
            long nowMs) {
        long limit = rules.limits().encryptionChangesPerDay();
        if (done.used(nowMs) >= limit)
            return new Decision.Refused(new Refusal.EncryptionChangesUsedUp(stream.name(), limit));
        return SettingsChange.inTime(
                catalog, stream, stream.settings().encrypted(next), rules, nowMs);
    }
}
