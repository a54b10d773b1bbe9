package dev.millrace.stream;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// An enhanced fan-out consumer at one moment. Immutable.
///
/// @param number internal number; never reused, unlike the name
/// @param stream internal number of its stream
/// @param name one of its kind in the stream
/// @param createdMs when it was registered, milliseconds since the epoch
/// @param dueMs when its being created or deleted is over, milliseconds since the epoch; without
///     meaning while it is active
public record Consumer(
        int number,
        int stream,
        String name,
        long createdMs,
        Map<String, String> tags,
        ConsumerStatus status,
        long dueMs) {

    public Consumer {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /// When it was registered, as its ARN has it: in seconds since the epoch.
    public long createdSecond() {
        return createdMs / 1_000;
    }

    Consumer with(ConsumerStatus next, long nextDueMs) {
        return new Consumer(number, stream, name, createdMs, tags, next, nextDueMs);
    }

    Consumer tagged(Map<String, String> all) {
        return new Consumer(number, stream, name, createdMs, all, status, dueMs);
    }
}
