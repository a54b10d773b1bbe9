package dev.millrace.stream;

/// An account's promise to pay for at least some throughput, which brings on-demand streams their
/// advantages. It lasts 24 hours or more.
///
/// Source: Kinesis API reference, `MinimumThroughputBillingCommitmentOutput`.
///
/// @param startedMs when it was made, or 0 if never; milliseconds since the epoch
/// @param endMs when it ends or ended, or [#OPEN]
public record BillingCommitment(long startedMs, long endMs) {
    /// No end in sight.
    public static final long OPEN = Long.MAX_VALUE;

    /// Never made.
    public static final BillingCommitment NONE = new BillingCommitment(0, 0);

    private static final long LEAST_MS = 86_400_000;

    /// What the account has now.
    public enum Status {
        ENABLED,
        ENABLED_UNTIL_EARLIEST_ALLOWED_END,
        DISABLED
    }

    public BillingCommitment {
        if (endMs < startedMs) throw new IllegalArgumentException("ends before it starts");
    }

    public Status status(long nowMs) {
        if (endMs == OPEN) return Status.ENABLED;
        return nowMs < endMs ? Status.ENABLED_UNTIL_EARLIEST_ALLOWED_END : Status.DISABLED;
    }

    /// Whether it was ever made.
    public boolean wasMade() {
        return startedMs != 0;
    }

    /// The first moment at which it may end.
    public long earliestEndMs() {
        return startedMs + LEAST_MS;
    }

    /// Made now, or not to end after all.
    BillingCommitment enabled(long nowMs) {
        return new BillingCommitment(status(nowMs) == Status.DISABLED ? nowMs : startedMs, OPEN);
    }

    /// Ends now, or as soon as it may.
    BillingCommitment disabled(long nowMs) {
        return status(nowMs) == Status.ENABLED
                ? new BillingCommitment(startedMs, Math.max(nowMs, earliestEndMs()))
                : this;
    }
}
