package dev.millrace.cloudwatch;

import dev.millrace.stream.Catalog;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.Measure;
import dev.millrace.stream.Tallies;
import dev.millrace.stream.Tally;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What calls came to since the start, for who looks at rates: one thread adds, any reads.
public final class TrafficTotals {
    private final Map<Integer, Sums> streams = new ConcurrentHashMap<>();
    private final Map<Integer, Sums> consumers = new ConcurrentHashMap<>();

    /// One stream's or consumer's; one thread writes.
    private static final class Sums {
        private volatile Tallies sums = Tallies.NONE;
        private volatile Tallies minute = Tallies.NONE; // the present one
        private volatile Tallies lastMinute = Tallies.NONE;

        void add(Tallies tallies) {
            sums = sums.plus(tallies);
            minute = minute.plus(tallies);
        }

        void endMinute() {
            lastMinute = minute;
            minute = Tallies.NONE;
        }
    }

    void addToStream(int stream, Tallies tallies) {
        streams.computeIfAbsent(stream, _ -> new Sums()).add(tallies);
    }

    void addToConsumer(int consumer, Tallies tallies) {
        consumers.computeIfAbsent(consumer, _ -> new Sums()).add(tallies);
    }

    void endMinute(Catalog catalog) {
        streams.keySet().removeIf(stream -> catalog.find(stream) == null);
        consumers.keySet().removeIf(consumer -> catalog.consumers().find(consumer) == null);
        streams.values().forEach(Sums::endMinute);
        consumers.values().forEach(Sums::endMinute);
    }

    /// Of one stream since the start.
    ///
    /// @param stream internal number
    public Tally ofStream(int stream, Measure measure) {
        Sums its = streams.get(stream);
        return its == null ? Tally.NONE : its.sums.of(measure);
    }

    /// Of one consumer since the start.
    public Tally ofConsumer(Consumer consumer, Measure measure) {
        Sums its = consumers.get(consumer.number());
        return its == null ? Tally.NONE : its.sums.of(measure);
    }

    /// Of one stream in this minute and the last.
    ///
    /// @param stream internal number
    public Tally lately(int stream, Measure measure) {
        Sums its = streams.get(stream);
        return its == null ? Tally.NONE : its.lastMinute.of(measure).plus(its.minute.of(measure));
    }

    /// Of one consumer in this minute and the last.
    public Tally lately(Consumer consumer, Measure measure) {
        Sums its = consumers.get(consumer.number());
        return its == null ? Tally.NONE : its.lastMinute.of(measure).plus(its.minute.of(measure));
    }
}
