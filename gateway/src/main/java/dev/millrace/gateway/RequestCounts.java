package dev.millrace.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/// How many requests each operation has answered, and how. Any thread.
public final class RequestCounts {
    /// The outcome of what went well; others are errors' names.
    public static final String SUCCESS = "success";

    private final ConcurrentMap<String, ConcurrentMap<String, LongAdder>> byOperation =
            new ConcurrentHashMap<>();

    /// Takes one count.
    @FunctionalInterface
    public interface Reader {
        /// Called once for each operation and outcome that there was.
        void read(String operation, String outcome, long count);
    }

    void count(String operation, String outcome) {
        ConcurrentMap<String, LongAdder> outcomes = byOperation.get(operation);
        if (outcomes == null)
            outcomes = byOperation.computeIfAbsent(operation, _ -> new ConcurrentHashMap<>());
        LongAdder count = outcomes.get(outcome);
        if (count == null) count = outcomes.computeIfAbsent(outcome, _ -> new LongAdder());
        count.increment();
    }

    /// Gives out all counts since the start.
    public void read(Reader reader) {
        for (Map.Entry<String, ConcurrentMap<String, LongAdder>> operation : byOperation.entrySet())
            for (Map.Entry<String, LongAdder> outcome : operation.getValue().entrySet())
                reader.read(operation.getKey(), outcome.getKey(), outcome.getValue().sum());
    }
}
