package dev.millrace.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// When each stream's number of shards was updated, for a day: a stream may have so many updates in
/// any 24 hours. For one thread at a time.
final class CountUpdates {
    private static final long DAY_MS = 86_400_000;

    private final Map<Integer, List<Long>> times = new HashMap<>();

    /// Remembers an update and forgets what lies a day behind it.
    void add(int stream, long nowMs) {
        List<Long> kept = new ArrayList<>(ofLastDay(stream, nowMs));
        kept.add(nowMs);
        times.put(stream, kept);
    }

    void forget(int stream) {
        times.remove(stream);
    }

    /// Oldest first, milliseconds since the epoch.
    List<Long> ofLastDay(int stream, long nowMs) {
        return times.getOrDefault(stream, List.of()).stream()
                .filter(timeMs -> timeMs > nowMs - DAY_MS)
                .toList();
    }

    /// Every stream's, by its number.
    Map<Integer, List<Long>> all() {
        return Map.copyOf(times);
    }
}
