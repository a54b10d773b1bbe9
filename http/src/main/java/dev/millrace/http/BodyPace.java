package dev.millrace.http;

import java.util.concurrent.TimeUnit;

/// How slowly a body may arrive.
final class BodyPace {
    /// The patience left for a slow body while others wait for memory.
    private static final long SHORT_PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);

    private BodyPace() {}

    /// Whether a body of which so much has come in so long should be given up.
    static boolean isTooSlow(ServerState state, int receivedBytes, long elapsedNs) {
        long patienceNs = state.config.bodyTimeout().toNanos();
        if (state.memory.isContended()) patienceNs = Math.min(patienceNs, SHORT_PATIENCE_NS);
        if (elapsedNs <= patienceNs) return false;
        double lateSeconds = (elapsedNs - patienceNs) / 1e9;
        return receivedBytes < lateSeconds * state.config.bodyBytesPerSecond();
    }
}
