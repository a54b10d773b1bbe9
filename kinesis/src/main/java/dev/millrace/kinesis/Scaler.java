package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.AutoScaling;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.Decision;
import dev.millrace.stream.Flow;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.Meters;
import dev.millrace.stream.OnDemandScaling;
import dev.millrace.stream.Peaks;
import dev.millrace.stream.ScalingDecision;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardCapacity;
import dev.millrace.stream.ShardCountUpdate;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamMode;
import dev.millrace.stream.Throughput;
import dev.millrace.stream.Traffic;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// Drains the meters each second, and each minute has the policies decide on every stream's shards:
/// a duty cycle, for one thread. What is decided and done is logged in words.
final class Scaler {
    private static final System.Logger LOG = System.getLogger(Scaler.class.getName());
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MINUTE_NS = 60 * SECOND_NS;

    private final Catalog catalog;
    private final Registrar registrar;
    private final Peaks peaks;
    private final Ledger ledger;
    private final Meters meters;
    private final Clock clock;
    private final ControlRules rules;
    private final ShardCapacity capacity;
    private final OnDemandScaling onDemand;
    private final @Nullable AutoScaling fallback;

    /// Of the streams that have any, or a policy that wants to know that they have none.
    private final Map<Integer, Traffic> traffic = new HashMap<>();

    private final Traffic idle = new Traffic();
    private final Map<Integer, String> said = new HashMap<>();
    private long nextDrainNs;
    private long minuteNs;

    /// @param ledger that of `peaks`
    Scaler(
            Catalog catalog,
            Registrar registrar,
            Peaks peaks,
            Ledger ledger,
            Meters meters,
            Clock clock,
            ControlRules rules,
            ScalingConfig config) {
        this.catalog = catalog;
        this.registrar = registrar;
        this.peaks = peaks;
        this.ledger = ledger;
        this.meters = meters;
        this.clock = clock;
        this.rules = rules;
        capacity = ShardCapacity.of(rules.limits());
        onDemand = new OnDemandScaling(capacity, config.onDemandShards());
        fallback = config.fallback();
        minuteNs = clock.nanos();
        nextDrainNs = minuteNs + SECOND_NS;
    }

    /// Does what is due.
    ///
    /// @return how many streams were scaled
    int doWork(long nowNs) {
        if (nowNs - nextDrainNs < 0) return 0;
        nextDrainNs = nowNs + SECOND_NS;
        meters.drain(this::add);
        if (nowNs - minuteNs < MINUTE_NS) return 0;
        double minutes = (nowNs - minuteNs) / (double) MINUTE_NS;
        minuteNs = nowNs;
        try {
            return endMinute(minutes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void add(int stream, Shard shard, Flow flow) {
        traffic.computeIfAbsent(stream, _ -> new Traffic()).add(shard.index(), flow);
    }

    private int endMinute(double minutes) throws InterruptedException {
        List<Stream> streams = List.copyOf(catalog.streams());
        Set<Integer> present = new HashSet<>();
        for (Stream stream : streams) present.add(stream.number());
        traffic.keySet().retainAll(present);
        said.keySet().retainAll(present);
        var written = new HashMap<Integer, Throughput>();
        for (Stream stream : streams) {
            int number = stream.number();
            boolean watched = stream.mode() == StreamMode.PROVISIONED && policy(stream) != null;
            if (watched) traffic.putIfAbsent(number, new Traffic());
            Traffic its = traffic.get(number);
            if (its == null) continue;
            written.put(number, its.endMinute(minutes));
            if (its.isIdle() && !watched) traffic.remove(number);
        }
        remember(written, present);
        int scaled = 0;
        for (Stream stream : streams) if (scale(stream)) scaled++;
        return scaled;
    }

    private void remember(Map<Integer, Throughput> written, Set<Integer> present)
            throws InterruptedException {
        byte[] command = peaks.remembering(written, present, clock.wallMs());
        if (command == null) return;
        try {
            ledger.submit(command, List.of());
        } catch (StorageException e) {
            LOG.log(Level.WARNING, "the peaks of the last minute were not remembered", e);
        }
    }

    private boolean scale(Stream stream) throws InterruptedException {
        if (stream.transition() != null) return false;
        ScalingDecision decision = decide(stream);
        if (!(decision instanceof ScalingDecision.Scale scale)) return false;
        String words =
                "%s: %d to %d shards, because %s"
                        .formatted(words(stream), scale.from(), scale.to(), scale.why());
        var isDone = new AtomicBoolean();
        try {
            registrar.change(
                    nowMs -> {
                        Decision change =
                                ShardCountUpdate.decide(catalog, stream, scale, rules, nowMs);
                        isDone.set(change instanceof Decision.Change);
                        return change;
                    });
        } catch (ApiException refusal) {
            say(stream, words + "; refused: " + refusal.getMessage());
            return false;
        }
        if (!isDone.get()) return false;
        LOG.log(Level.INFO, words);
        said.remove(stream.number());
        return true;
    }

    private @Nullable ScalingDecision decide(Stream stream) {
        Traffic its = traffic.getOrDefault(stream.number(), idle);
        long nowMs = clock.wallMs();
        if (stream.mode() == StreamMode.ON_DEMAND)
            return onDemand.decide(stream, its, peaks.peak(stream.number(), nowMs), nowMs);
        AutoScaling policy = policy(stream);
        if (policy == null) return null;
        return policy.decide(
                stream,
                its,
                catalog.countUpdates(stream.number()),
                capacity,
                rules.limits().countUpdatesPerDay(),
                nowMs);
    }

    private @Nullable AutoScaling policy(Stream stream) {
        String tag = stream.settings().tags().get(AutoScaling.TAG);
        if (tag == null) return fallback;
        if (tag.equals(AutoScaling.OFF)) return null;
        try {
            return AutoScaling.parse(tag);
        } catch (IllegalArgumentException e) {
            say(
                    stream,
                    "%s: the tag %s is no policy: %s"
                            .formatted(words(stream), AutoScaling.TAG, e.getMessage()));
            return null;
        }
    }

    private static String words(Stream stream) {
        return "stream %s of account %s in %s, %s"
                .formatted(
                        stream.name().name(),
                        stream.name().account(),
                        stream.name().region(),
                        stream.mode() == StreamMode.ON_DEMAND ? "on demand" : "provisioned");
    }

    /// Says what stays so once, and not every minute.
    private void say(Stream stream, String words) {
        if (!words.equals(said.put(stream.number(), words))) LOG.log(Level.WARNING, words);
    }
}
