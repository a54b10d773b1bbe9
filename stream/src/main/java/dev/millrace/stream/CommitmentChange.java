package dev.millrace.stream;

/// Decides whether an account makes or ends its [BillingCommitment].
public final class CommitmentChange {
    /// Accounts and regions whose settings are remembered: regions come from whoever calls, so
    /// without a bound they would use up the memory.
    static final int MOST_ACCOUNTS = 10_000;

    private CommitmentChange() {}

    public static Decision enable(Catalog catalog, RegionalAccount account, long nowMs) {
        BillingCommitment now = catalog.commitment(account);
        if (!now.wasMade() && catalog.commitments().size() >= MOST_ACCOUNTS)
            return new Decision.Refused(new Refusal.TooManyCommitments(MOST_ACCOUNTS));
        return change(account, now, now.enabled(nowMs));
    }

    public static Decision disable(Catalog catalog, RegionalAccount account, long nowMs) {
        for (Stream stream : catalog.streams())
            if (account.has(stream) && stream.settingsToBe().warmMibps() > 0)
                return new Decision.Refused(new Refusal.WarmThroughputInUse(stream.name()));
        BillingCommitment now = catalog.commitment(account);
        return change(account, now, now.disabled(nowMs));
    }

    private static Decision change(
            RegionalAccount account, BillingCommitment now, BillingCommitment next) {
        if (next.equals(now)) return new Decision.NoChange();
        return Decision.Change.of(new CatalogCommand.Commit(account, next));
    }
}
