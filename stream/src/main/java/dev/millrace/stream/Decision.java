package dev.millrace.stream;

import java.util.ArrayList;
import java.util.List;

/// What is to be done about a request that would change the catalog. Deciding touches no file,
/// clock or thread.
public sealed interface Decision {

    /// Make this durable: the command and what it does to the engine's shards, as one.
    record Change(CatalogCommand command, List<ShardChange> changes) implements Decision {
        public Change {
            changes = List.copyOf(changes);
        }

        /// One that does nothing to shards.
        static Change of(CatalogCommand command) {
            return new Change(command, List.of());
        }

        /// This change and then another, all or none.
        Change and(Change next) {
            var all = new ArrayList<>(changes);
            all.addAll(next.changes);
            return new Change(new CatalogCommand.Together(List.of(command, next.command)), all);
        }
    }

    /// All is as asked for.
    record NoChange() implements Decision {}

    record Refused(Refusal refusal) implements Decision {}
}
