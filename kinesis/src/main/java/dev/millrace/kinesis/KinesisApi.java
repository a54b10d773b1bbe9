package dev.millrace.kinesis;

import dev.millrace.model.Operation;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.KeyService;
import dev.millrace.stream.Meters;
import dev.millrace.stream.Peaks;
import dev.millrace.stream.ShardIterator;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;
import dev.millrace.stream.TokenSeal;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// The Kinesis Data Streams API over one storage engine.
public final class KinesisApi {
    private final Registrar registrar;
    private final Subscriptions subscriptions;
    private final Scaler scaler;
    private final List<Operation<?, ?>> operations;
    private final List<Operation<?, ?>> ownOperations;

    private final Catalog catalog;
    private final TokenSeal seal;
    private final Meters meters;

    private KinesisApi(
            Registrar registrar,
            Subscriptions subscriptions,
            Scaler scaler,
            List<Operation<?, ?>> operations,
            List<Operation<?, ?>> ownOperations,
            Catalog catalog,
            TokenSeal seal,
            Meters meters) {
        this.registrar = registrar;
        this.subscriptions = subscriptions;
        this.scaler = scaler;
        this.operations = operations;
        this.ownOperations = ownOperations;
        this.catalog = catalog;
        this.seal = seal;
        this.meters = meters;
    }

    /// Prepares the API; a new store gets its key, for which this waits.
    ///
    /// @param engine opened with `catalog` as the machine of the ledger [Catalog#LEDGER] and
    ///     `peaks` as that of [Peaks#LEDGER]
    /// @param random a source that nobody can foretell; must be safe for several threads
    /// @throws StorageException if the engine does not write
    public static KinesisApi open(
            StorageEngine engine,
            Catalog catalog,
            Peaks peaks,
            Clock clock,
            RandomGenerator random,
            KinesisConfig config)
            throws StorageException, InterruptedException {
        return open(engine, catalog, peaks, clock, random, config, Thread::startVirtualThread);
    }

    /// Likewise, with a say in what runs where: for simulation.
    ///
    /// @param aside runs what must not hold up or be interrupted with whoever asks for it, at once
    ///     or on a thread of its own
    public static KinesisApi open(
            StorageEngine engine,
            Catalog catalog,
            Peaks peaks,
            Clock clock,
            RandomGenerator random,
            KinesisConfig config,
            Executor aside)
            throws StorageException, InterruptedException {
        return open(engine, catalog, peaks, clock, random, config, KeyService.NONE, aside);
    }

    static KinesisApi open(
            StorageEngine engine,
            Catalog catalog,
            Peaks peaks,
            Clock wall,
            RandomGenerator random,
            KinesisConfig config,
            KeyService keys,
            Executor aside)
            throws StorageException, InterruptedException {
        var clock = new EngineClock(wall, engine);
        var registrar =
                new Registrar(catalog, engine.ledger(Catalog.LEDGER), clock, config.rules(), aside);
        byte[] storeKey = new byte[TokenSeal.KEY_BYTES];
        random.nextBytes(storeKey);
        registrar.found(HexFormat.of().formatHex(storeKey));
        var seal = new TokenSeal(catalog.storeKey(), random);
        var subscriptions =
                new Subscriptions(config.fanOut().effective(config.limits()), clock, aside);
        var meters = new Meters();
        var scaler =
                new Scaler(
                        catalog,
                        registrar,
                        peaks,
                        engine.ledger(Peaks.LEDGER),
                        meters,
                        clock,
                        config.rules(),
                        config.scaling());
        List<Operation<?, ?>> ownOperations =
                new OperationTable(config, catalog, registrar, clock)
                        .operations(engine, seal, meters, subscriptions, keys, random);
        var throttle = new CallThrottle(config.effectiveCallLimits(), clock);
        List<Operation<?, ?>> operations =
                ownOperations.stream().<Operation<?, ?>>map(throttle::around).toList();
        return new KinesisApi(
                registrar, subscriptions, scaler, operations, ownOperations, catalog, seal, meters);
    }

    /// What goes through the shards, and what calls come to. [#doWork] drains the shards.
    public Meters meters() {
        return meters;
    }

    /// The stream that an iterator reads, unless it is gone or the iterator is none.
    public @Nullable Stream streamOf(String shardIterator) {
        ShardIterator iterator = ShardIterator.open(shardIterator, seal);
        return iterator == null ? null : catalog.find(iterator.stream());
    }

    /// What this API answers, each operation at its rate.
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /// The same for whoever runs the server: no call is one too many.
    public List<Operation<?, ?>> ownOperations() {
        return ownOperations;
    }

    /// Wakes subscriptions, ends transitions that are due, forgets what has expired and scales
    /// streams: a duty cycle, for one thread, some hundred times a second. Blocks while a change
    /// becomes durable.
    ///
    /// @return how many changes were made
    public int doWork(long nowNs) {
        subscriptions.doWork(nowNs);
        return registrar.doWork(nowNs) + scaler.doWork(nowNs);
    }
}
