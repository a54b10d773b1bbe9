package dev.millrace.stream;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// The last creation second used under each stream's name, so that a stream created again under its
/// name numbers its records above those of the old one.
///
/// The second of a deleted stream matters only while it is not behind the present one. It is
/// dropped once it lies a day behind, since a clock may be set back. For one thread at a time.
final class CreationSeconds {
    private static final long KEPT_SECONDS = 86_400;

    private record Released(StreamName name, long second) {}

    private final Map<StreamName, Long> last = new HashMap<>();

    /// Those of names that no stream has, oldest first.
    private final TreeSet<Released> released =
            new TreeSet<>(Comparator.comparingLong(Released::second).thenComparing(Released::name));

    /// The last second used under a name, or -1.
    long last(StreamName name) {
        return last.getOrDefault(name, -1L);
    }

    void use(StreamName name, long second) {
        last.merge(name, second, Math::max);
    }

    /// A stream has this name: its second stays.
    void keep(StreamName name) {
        Long second = last.get(name);
        if (second != null) released.remove(new Released(name, second));
    }

    /// No stream has this name any more.
    void release(StreamName name) {
        Long second = last.get(name);
        if (second != null) released.add(new Released(name, second));
    }

    /// Forgets what is of no use at `nowMs`, the time of a command: the same command drops the same
    /// wherever it is applied.
    void drop(long nowMs) {
        long oldest = nowMs / 1_000 - KEPT_SECONDS;
        while (!released.isEmpty() && released.getFirst().second() < oldest)
            last.remove(released.removeFirst().name());
    }

    Map<StreamName, Long> all() {
        return Map.copyOf(last);
    }
}
