package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Decides whether a stream may be deleted: in any state; again while it is being deleted changes
/// nothing. Its consumers go with it, if that was asked for.
public final class StreamDeletion {
    private StreamDeletion() {}

    /// Whether a stream without consumers may be deleted.
    public static Decision decide(
            Catalog catalog, StreamName name, ControlRules rules, long nowMs) {
        @Nullable Stream stream = catalog.find(name);
        boolean refused =
                stream != null
                        && stream.status() != StreamStatus.DELETING
                        && catalog.consumers().count(stream.number()) > 0;
        return refused
                ? new Decision.Refused(new Refusal.StreamHasConsumers(name))
                : withConsumers(catalog, name, rules, nowMs);
    }

    /// Whether a stream and the consumers that it may have may be deleted.
    public static Decision withConsumers(
            Catalog catalog, StreamName name, ControlRules rules, long nowMs) {
        @Nullable Stream stream = catalog.find(name);
        if (stream == null) return new Decision.Refused(new Refusal.StreamNotFound(name));
        if (stream.status() == StreamStatus.DELETING) return new Decision.NoChange();
        long dueMs = rules.dueMs(nowMs);
        var delete = new CatalogCommand.Delete(stream.number(), dueMs);
        Stream started = stream.becoming(new Transition.Deleting(dueMs));
        return Settlement.begin(
                catalog,
                after(deregistrations(catalog, stream, dueMs), delete),
                started,
                rules,
                nowMs);
    }

    /// Those under way take no longer than they would have.
    private static List<CatalogCommand> deregistrations(
            Catalog catalog, Stream stream, long dueMs) {
        return catalog.consumers().list(stream.number(), "", Integer.MAX_VALUE).stream()
                .filter(consumer -> consumer.status() != ConsumerStatus.DELETING)
                .<CatalogCommand>map(
                        consumer -> new CatalogCommand.Deregister(consumer.number(), dueMs))
                .toList();
    }

    private static CatalogCommand after(List<CatalogCommand> first, CatalogCommand last) {
        if (first.isEmpty()) return last;
        var all = new ArrayList<>(first);
        all.add(last);
        return new CatalogCommand.Together(all);
    }
}
