package dev.millrace.stream;

import java.util.List;
import java.util.Map;

/// Everything the catalog remembers, as a snapshot holds it.
///
/// @param storeKey in hexadecimal, empty before the first command
/// @param streams by name
/// @param creationSeconds the last creation second used under each name, for a while also of
///     deleted streams
/// @param deleted streams deleted lately, oldest first
/// @param consumers by number
/// @param countUpdates when the number of a stream's shards was updated lately, by the streams'
///     internal numbers
record CatalogState(
        String storeKey,
        int nextStream,
        int nextShard,
        List<Stream> streams,
        Map<StreamName, Long> creationSeconds,
        List<DeletedStream> deleted,
        int nextConsumer,
        List<Consumer> consumers,
        List<HeldPolicy> policies,
        Map<RegionalAccount, BillingCommitment> commitments,
        Map<Integer, RollingDay> countUpdates) {

    CatalogState with(List<Stream> streams) {
        return new CatalogState(
                storeKey,
                nextStream,
                nextShard,
                streams,
                creationSeconds,
                deleted,
                nextConsumer,
                consumers,
                policies,
                commitments,
                countUpdates);
    }

    CatalogState with(int nextConsumer, List<Consumer> consumers) {
        return new CatalogState(
                storeKey,
                nextStream,
                nextShard,
                streams,
                creationSeconds,
                deleted,
                nextConsumer,
                consumers,
                policies,
                commitments,
                countUpdates);
    }

    CatalogState withPolicies(List<HeldPolicy> policies) {
        return new CatalogState(
                storeKey,
                nextStream,
                nextShard,
                streams,
                creationSeconds,
                deleted,
                nextConsumer,
                consumers,
                policies,
                commitments,
                countUpdates);
    }

    CatalogState withCommitments(Map<RegionalAccount, BillingCommitment> commitments) {
        return new CatalogState(
                storeKey,
                nextStream,
                nextShard,
                streams,
                creationSeconds,
                deleted,
                nextConsumer,
                consumers,
                policies,
                commitments,
                countUpdates);
    }

    CatalogState withCountUpdates(Map<Integer, RollingDay> countUpdates) {
        return new CatalogState(
                storeKey,
                nextStream,
                nextShard,
                streams,
                creationSeconds,
                deleted,
                nextConsumer,
                consumers,
                policies,
                commitments,
                countUpdates);
    }
}
