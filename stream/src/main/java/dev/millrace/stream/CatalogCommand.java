package dev.millrace.stream;

import java.util.List;
import java.util.Map;

/// One durable change of the [Catalog]. Carries its time, so that applying it needs no clock, and
/// the numbers that it takes, so that a decision made on an outdated catalog cannot be applied.
public sealed interface CatalogCommand {

    /// The bytes for the ledger.
    default byte[] encode() {
        return CatalogEncoder.command(this);
    }

    /// The store's first command.
    ///
    /// @param storeKey [TokenSeal#KEY_BYTES] random bytes in hexadecimal
    record Found(String storeKey) implements CatalogCommand {}

    /// A stream starts to be created.
    ///
    /// @param stream its internal number: the catalog's next
    record Create(
            int stream,
            StreamName name,
            String id,
            StreamMode mode,
            int shards,
            Map<String, String> tags,
            int maxRecordKib,
            long nowMs,
            long dueMs)
            implements CatalogCommand {
        public Create {
            tags = Map.copyOf(tags);
        }
    }

    /// A split starts; see [Transition.Splitting].
    record Split(int stream, int shard, HashKey at, long dueMs) implements CatalogCommand {}

    /// A merge starts; see [Transition.Merging].
    record Merge(int stream, int parent, int adjacent, long dueMs) implements CatalogCommand {}

    /// A stream's shards start to become others; see [Transition.Scaling].
    ///
    /// @param counts whether it is one of the updates of which a stream may have so many a day
    record Scale(int stream, List<ShardStep> steps, boolean counts, long nowMs, long dueMs)
            implements CatalogCommand {
        public Scale {
            steps = List.copyOf(steps);
        }
    }

    /// A deletion starts.
    record Delete(int stream, long dueMs) implements CatalogCommand {}

    /// What was started is done.
    ///
    /// @param creationSecond that of the new shards; without meaning where there are none
    /// @param firstShard engine-wide number of the first new shard: the catalog's next
    record Settle(int stream, long nowMs, long creationSecond, int firstShard)
            implements CatalogCommand {}

    /// A stream keeps its records this long from now on.
    record Retain(int stream, int hours, long nowMs) implements CatalogCommand {}

    /// Closed shards whose records have all expired are forgotten.
    ///
    /// @param shards indexes
    record Expire(int stream, List<Integer> shards) implements CatalogCommand {
        public Expire {
            shards = List.copyOf(shards);
        }
    }

    /// A stream has these settings from now on.
    record Configure(int stream, StreamSettings settings, long nowMs) implements CatalogCommand {}

    /// A change of settings starts; see [Transition.Adjusting].
    record Adjust(int stream, StreamSettings settings, long dueMs) implements CatalogCommand {}

    /// A consumer starts to be registered.
    ///
    /// @param consumer its internal number: the catalog's next
    /// @param stream internal number of its stream
    record Register(
            int consumer, int stream, String name, Map<String, String> tags, long nowMs, long dueMs)
            implements CatalogCommand {
        public Register {
            tags = Map.copyOf(tags);
        }
    }

    /// A consumer starts to be deregistered.
    record Deregister(int consumer, long dueMs) implements CatalogCommand {}

    /// What was started with a consumer is done.
    record SettleConsumer(int consumer) implements CatalogCommand {}

    /// A consumer has these tags from now on.
    record TagConsumer(int consumer, Map<String, String> tags) implements CatalogCommand {
        public TagConsumer {
            tags = Map.copyOf(tags);
        }
    }

    /// A stream or consumer has this resource policy from now on.
    record PutPolicy(PolicyHolder holder, String policy) implements CatalogCommand {}

    /// A stream or consumer has no resource policy any more.
    record DeletePolicy(PolicyHolder holder) implements CatalogCommand {}

    /// An account's commitment is this from now on.
    record Commit(RegionalAccount account, BillingCommitment commitment)
            implements CatalogCommand {}

    /// Several changes, one after the other, all or none.
    record Together(List<CatalogCommand> commands) implements CatalogCommand {
        public Together {
            commands = List.copyOf(commands);
        }
    }
}
