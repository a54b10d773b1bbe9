package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// Whether a stream's records are stored encrypted, and how often that was changed lately.
///
/// @param keyId the key as its owner named it, or null for no encryption
/// @param starts when it was started, with this key or another
/// @param stops when it was stopped
public record Encryption(@Nullable String keyId, RollingDay starts, RollingDay stops) {
    /// Records as they come, ever since the stream was created.
    public static final Encryption NONE =
            new Encryption(null, RollingDay.UNUSED, RollingDay.UNUSED);

    Encryption started(String keyId, long nowMs) {
        return new Encryption(keyId, starts.and(nowMs), stops);
    }

    Encryption stopped(long nowMs) {
        return new Encryption(null, starts, stops.and(nowMs));
    }
}
