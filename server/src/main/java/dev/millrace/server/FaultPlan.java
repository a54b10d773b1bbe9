package dev.millrace.server;

import dev.millrace.gateway.Fault;
import dev.millrace.gateway.Faults;
import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Carries out a [FaultsConfig]: the n-th request that a rule is about meets the same fault
/// whenever the seed is the same, however the requests to others run in between.
final class FaultPlan implements Faults {
    /// Operations on records have an error of their own for being too many.
    private static final Set<String> ON_RECORDS =
            Set.of("PutRecord", "PutRecords", "GetRecords", "GetShardIterator");

    private static final String PER_RECORD = "PutRecords";

    private final long seed;
    private final List<Rule> rules;
    private final Function<Shape, String> streamOf;

    /// A rule and how many requests and records it has been asked about.
    private record Rule(FaultRule rule, int number, AtomicLong requests, AtomicLong records) {
        boolean isAbout(String operation, String stream) {
            return (rule.operation().isEmpty() || rule.operation().equals(operation))
                    && (rule.stream().isEmpty() || rule.stream().equals(stream));
        }
    }

    /// @param operations the names that rules may name
    /// @param streamOf the name of the stream that an input speaks of, empty for none
    /// @throws IllegalArgumentException if a rule names no operation
    FaultPlan(FaultsConfig config, Set<String> operations, Function<Shape, String> streamOf) {
        seed = config.seed();
        this.streamOf = streamOf;
        List<FaultRule> given = config.rules().rules();
        var numbered = new ArrayList<Rule>();
        for (FaultRule rule : given) {
            int number = numbered.size() + 1;
            if (!rule.operation().isEmpty() && !operations.contains(rule.operation()))
                throw new IllegalArgumentException(
                        "faults.rules: [%d]: operation: there is no %s%s"
                                .formatted(
                                        number,
                                        rule.operation(),
                                        Suggestion.forName(rule.operation(), operations)));
            numbered.add(new Rule(rule, number, new AtomicLong(), new AtomicLong()));
        }
        rules = List.copyOf(numbered);
    }

    @Override
    public Fault next(Caller caller, OperationType<?, ?> operation, Shape input) {
        String stream = streamOf.apply(input);
        long delayMs = 0;
        Fault.Kind kind = Fault.NONE.kind();
        for (Rule rule : rules) {
            if (!rule.isAbout(operation.name(), stream)) continue;
            RandomGenerator random = random(rule, rule.requests.getAndIncrement(), 0);
            if (random.nextDouble() < rule.rule.latencyRate())
                delayMs += rule.rule.latency().toMillis();
            Fault.Kind met = kind(rule.rule, operation.name(), stream, random);
            if (kind instanceof Fault.Kind.None) kind = met;
        }
        return new Fault(delayMs, kind);
    }

    /// One draw for each kind, needed or not: another rate for one leaves the others as they were.
    private static Fault.Kind kind(
            FaultRule rule, String operation, String stream, RandomGenerator random) {
        boolean throttle = random.nextDouble() < rule.throttle();
        boolean fail = random.nextDouble() < rule.internalFailure();
        boolean drop = random.nextDouble() < rule.drop();
        boolean lose = random.nextDouble() < rule.loseAnswer();
        if (drop) return new Fault.Kind.Dropped();
        if (lose) return new Fault.Kind.AnswerLost();
        if (fail) return new Fault.Kind.Refused(new ApiException("InternalFailure", 500, null));
        if (throttle && !operation.equals(PER_RECORD))
            return new Fault.Kind.Refused(throttled(operation, stream));
        return new Fault.Kind.None();
    }

    private static ApiException throttled(String operation, String stream) {
        return new ApiException(
                ON_RECORDS.contains(operation)
                        ? "ProvisionedThroughputExceededException"
                        : "LimitExceededException",
                400,
                stream.isEmpty()
                        ? "Rate exceeded (injected fault)."
                        : "Rate exceeded for stream " + stream + " (injected fault).");
    }

    /// Whether the next record of a PutRecords is refused by its shard.
    boolean throttlesRecord(String stream) {
        boolean throttles = false;
        for (Rule rule : rules)
            if (rule.isAbout(PER_RECORD, stream))
                throttles |=
                        random(rule, rule.records.getAndIncrement(), 1).nextDouble()
                                < rule.rule.throttle();
        return throttles;
    }

    /// @param domain keeps records from meeting what requests meet
    private RandomGenerator random(Rule rule, long number, int domain) {
        return new SplittableRandom(
                new SplittableRandom(seed ^ ((long) rule.number << 1 | domain)).nextLong()
                        + number);
    }

    /// What is injected, for the log.
    @Override
    public String toString() {
        String all =
                rules.stream().map(rule -> rule.rule.toString()).collect(Collectors.joining(","));
        return all + " with seed " + seed;
    }
}
