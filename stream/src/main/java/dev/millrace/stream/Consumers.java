package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The consumers of every stream. Any thread may look them up; the [Catalog] alone changes them,
/// one thread at a time.
public final class Consumers {
    private final Map<Integer, Consumer> byNumber = new ConcurrentHashMap<>();
    private final Map<Integer, NavigableMap<String, Consumer>> byStream = new ConcurrentHashMap<>();
    private final Map<Integer, Consumer> inTransition = new ConcurrentHashMap<>();
    private volatile int next;

    Consumers() {}

    /// The consumer of an internal number.
    public @Nullable Consumer find(int number) {
        return byNumber.get(number);
    }

    /// The consumer of this name.
    ///
    /// @param stream internal number of its stream
    public @Nullable Consumer find(int stream, String name) {
        return of(stream).get(name);
    }

    /// At most `count` consumers of a stream whose names follow `after`, sorted by name.
    ///
    /// @param stream the stream's internal number
    /// @param after a name that need not exist; empty to start with the first
    public List<Consumer> list(int stream, String after, int count) {
        var found = new ArrayList<Consumer>();
        for (Consumer consumer : of(stream).tailMap(after, false).values()) {
            if (found.size() == count) break;
            found.add(consumer);
        }
        return found;
    }

    /// How many consumers a stream has, in whatever state.
    ///
    /// @param stream the stream's internal number
    public int count(int stream) {
        return of(stream).size();
    }

    /// How many consumers there are in all.
    public int count() {
        return byNumber.size();
    }

    /// The consumers that are not active.
    public Collection<Consumer> inTransition() {
        return Collections.unmodifiableCollection(inTransition.values());
    }

    private NavigableMap<String, Consumer> of(int stream) {
        return byStream.getOrDefault(stream, Collections.emptyNavigableMap());
    }

    // For the catalog; one thread at a time.

    /// The number of the next consumer.
    int next() {
        return next;
    }

    void startWith(int next) {
        this.next = next;
    }

    /// Every consumer, by number.
    List<Consumer> all() {
        var all = new ArrayList<>(byNumber.values());
        all.sort(Comparator.comparingInt(Consumer::number));
        return List.copyOf(all);
    }

    void register(Consumer consumer) {
        if (consumer.number() != next) throw new IllegalStateException("a number is taken");
        if (find(consumer.stream(), consumer.name()) != null)
            throw new IllegalStateException("a consumer's name is taken");
        next = consumer.number() + 1;
        put(consumer);
    }

    void put(Consumer consumer) {
        if (consumer.status() == ConsumerStatus.ACTIVE) inTransition.remove(consumer.number());
        else inTransition.put(consumer.number(), consumer);
        byNumber.put(consumer.number(), consumer);
        byStream.computeIfAbsent(consumer.stream(), _ -> new ConcurrentSkipListMap<>())
                .put(consumer.name(), consumer);
    }

    void remove(Consumer consumer) {
        inTransition.remove(consumer.number());
        byNumber.remove(consumer.number());
        of(consumer.stream()).remove(consumer.name());
        if (count(consumer.stream()) == 0) byStream.remove(consumer.stream());
    }

    Consumer require(int number) {
        Consumer consumer = find(number);
        if (consumer == null) throw new IllegalStateException("no consumer " + number);
        return consumer;
    }
}
