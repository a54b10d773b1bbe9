package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.CatalogCommand;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.ConsumerSettlement;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.Decision;
import dev.millrace.stream.Expiry;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.Settlement;
import dev.millrace.stream.SteadyLedger;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/// Changes the catalog, one decision at a time: decide, make durable, have it applied. Nobody else
/// submits to its ledger. Blocks; any thread.
final class Registrar {
    private static final System.Logger LOG = System.getLogger(Registrar.class.getName());

    /// Between two looks at the transitions that may be due, in nanoseconds.
    private static final long LOOK_NS = 10_000_000;

    /// Between two looks at the shards that may have expired, in nanoseconds. Reads hide them by
    /// themselves, to the millisecond.
    private static final long EXPIRY_LOOK_NS = 1_000_000_000;

    /// After a change that could not be made durable, in nanoseconds.
    private static final long BACKOFF_NS = 1_000_000_000;

    private final Catalog catalog;
    private final SteadyLedger ledger;
    private final Clock clock;
    private final ControlRules rules;
    private final ReentrantLock deciding = new ReentrantLock();
    private long nextLookNs; // duty cycle
    private long nextExpiryLookNs; // duty cycle

    /// @param aside runs what must not be interrupted when the caller is
    Registrar(Catalog catalog, Ledger ledger, Clock clock, ControlRules rules, Executor aside) {
        this.catalog = catalog;
        this.ledger = new SteadyLedger(ledger, aside);
        this.clock = clock;
        this.rules = rules;
        nextLookNs = clock.nanos();
        nextExpiryLookNs = nextLookNs;
    }

    /// Gives the store its key if it has none.
    void found(String storeKey) throws StorageException, InterruptedException {
        deciding.lockInterruptibly();
        try {
            if (!catalog.isFounded())
                submit(new Decision.Change(new CatalogCommand.Found(storeKey), List.of()));
        } finally {
            deciding.unlock();
        }
    }

    /// Asks for a decision at the present time, while nobody else decides, and carries it out.
    void change(LongFunction<Decision> question) throws ApiException, InterruptedException {
        deciding.lockInterruptibly();
        try {
            carryOut(question.apply(clock.wallMs()));
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.WARNING, "a change of the catalog was not made", e);
            throw ApiErrors.internalFailure();
        } finally {
            deciding.unlock();
        }
    }

    /// The time by which records become too old.
    long believedMs() {
        return clock.believedMs();
    }

    private void carryOut(Decision decision) throws ApiException, StorageException {
        switch (decision) {
            case Decision.NoChange() -> {}
            case Decision.Refused(var refusal) -> throw ApiErrors.of(refusal);
            case Decision.Change change -> submit(change);
        }
    }

    /// Ends the transitions that are due and forgets expired shards.
    ///
    /// @return how many changes were made
    int doWork(long nowNs) {
        if (nowNs - nextLookNs < 0) return 0;
        nextLookNs = nowNs + LOOK_NS;
        int done = 0;
        deciding.lock();
        try {
            long nowMs = clock.wallMs();
            for (Stream stream : catalog.inTransition())
                if (Settlement.isDue(stream, nowMs, rules)) {
                    submit(Settlement.decide(catalog, stream, nowMs));
                    done++;
                }
            for (Consumer consumer : catalog.consumers().inTransition())
                if (ConsumerSettlement.isDue(consumer, nowMs, rules)) {
                    submit(ConsumerSettlement.decide(consumer));
                    done++;
                }
            if (nowNs - nextExpiryLookNs >= 0) {
                nextExpiryLookNs = nowNs + EXPIRY_LOOK_NS;
                done += expire(clock.believedMs());
            }
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.WARNING, "what is in transition waits for the storage", e);
            nextLookNs = nowNs + BACKOFF_NS;
        } finally {
            deciding.unlock();
        }
        return done;
    }

    private int expire(long believedMs) throws StorageException {
        int done = 0;
        for (Stream stream : catalog.streams())
            if (Expiry.decide(stream, believedMs) instanceof Decision.Change change) {
                submit(change);
                done++;
            }
        return done;
    }

    private void submit(Decision.Change change) throws StorageException {
        ledger.submit(change.command().encode(), change.changes());
    }
}
