package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// What every change of a stream's settings has in common: the stream must be there and active, and
/// what is already so changes nothing.
final class SettingsChange {
    private SettingsChange() {}

    /// The decision on a stream, unless it is missing or not active.
    static Decision ofActive(
            Catalog catalog, StreamName name, Function<Stream, Decision> decision) {
        @Nullable Stream stream = catalog.find(name);
        if (stream == null) return new Decision.Refused(new Refusal.StreamNotFound(name));
        if (stream.status() != StreamStatus.ACTIVE)
            return new Decision.Refused(new Refusal.StreamNotActive(name, stream.status()));
        return decision.apply(stream);
    }

    /// The stream has these settings at once.
    static Decision now(Stream stream, StreamSettings settings, long nowMs) {
        if (settings.equals(stream.settings())) return new Decision.NoChange();
        var command = new CatalogCommand.Configure(stream.number(), settings, nowMs);
        return Decision.Change.of(command);
    }

    /// The stream has these settings once its update is over.
    static Decision inTime(
            Catalog catalog,
            Stream stream,
            StreamSettings settings,
            ControlRules rules,
            long nowMs) {
        if (settings.equals(stream.settings())) return new Decision.NoChange();
        long dueMs = rules.dueMs(nowMs);
        return Settlement.begin(
                catalog,
                new CatalogCommand.Adjust(stream.number(), settings, dueMs),
                stream.becoming(new Transition.Adjusting(settings, dueMs)),
                rules,
                nowMs);
    }
}
