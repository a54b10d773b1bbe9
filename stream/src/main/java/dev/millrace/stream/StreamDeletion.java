package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// Decides whether a stream may be deleted: in any state; again while it is being deleted changes
/// nothing.
public final class StreamDeletion {
    private StreamDeletion() {}

    public static Decision decide(
            Catalog catalog, StreamName name, ControlRules rules, long nowMs) {
        @Nullable Stream stream = catalog.find(name);
        if (stream == null) return new Decision.Refused(new Refusal.StreamNotFound(name));
        if (stream.status() == StreamStatus.DELETING) return new Decision.NoChange();
        var delete = new CatalogCommand.Delete(stream.number(), rules.dueMs(nowMs));
        Stream started = stream.becoming(new Transition.Deleting(delete.dueMs()));
        return Settlement.begin(catalog, delete, started, rules, nowMs);
    }
}
