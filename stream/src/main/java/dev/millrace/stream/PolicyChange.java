package dev.millrace.stream;

/// Decides on the resource policy of a stream or consumer, which must be there and active.
public final class PolicyChange {
    private PolicyChange() {}

    /// Whether a holder may have this policy, in place of the one that it may have.
    ///
    /// @param gone why not, if the holder is there no more
    /// @param mostBytes of all policies in UTF-8
    public static Decision put(
            Catalog catalog, PolicyHolder holder, Refusal gone, String policy, long mostBytes) {
        Refusal refusal = ActiveHolder.refusal(catalog, holder, gone);
        if (refusal != null) return new Decision.Refused(refusal);
        ResourcePolicies policies = catalog.policies();
        String now = policies.find(holder);
        if (policy.equals(now)) return new Decision.NoChange();
        long bytes =
                policies.bytes() + ResourcePolicies.bytes(policy) - ResourcePolicies.bytes(now);
        if (bytes > mostBytes) return new Decision.Refused(new Refusal.PoliciesFull(mostBytes));
        return Decision.Change.of(new CatalogCommand.PutPolicy(holder, policy));
    }

    /// Whether a holder may lose its policy.
    ///
    /// @param gone why not, if the holder is there no more
    /// @param none why not, if it has no policy
    public static Decision delete(
            Catalog catalog, PolicyHolder holder, Refusal gone, Refusal none) {
        Refusal refusal = ActiveHolder.refusal(catalog, holder, gone);
        if (refusal != null) return new Decision.Refused(refusal);
        if (catalog.policies().find(holder) == null) return new Decision.Refused(none);
        return Decision.Change.of(new CatalogCommand.DeletePolicy(holder));
    }
}
