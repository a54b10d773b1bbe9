package dev.millrace.kinesis;

import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.ConsumerLimits;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.KeyService;
import dev.millrace.stream.Limits;
import dev.millrace.stream.Meters;
import dev.millrace.stream.Peaks;
import dev.millrace.stream.ShardIterator;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;
import dev.millrace.stream.TokenSeal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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

    private final Catalog catalog;
    private final TokenSeal seal;

    private KinesisApi(
            Registrar registrar,
            Subscriptions subscriptions,
            Scaler scaler,
            List<Operation<?, ?>> operations,
            Catalog catalog,
            TokenSeal seal) {
        this.registrar = registrar;
        this.subscriptions = subscriptions;
        this.scaler = scaler;
        this.operations = operations;
        this.catalog = catalog;
        this.seal = seal;
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
            Clock clock,
            RandomGenerator random,
            KinesisConfig config,
            KeyService keys,
            Executor aside)
            throws StorageException, InterruptedException {
        var registrar = new Registrar(catalog, engine.ledger(Catalog.LEDGER), clock, aside);
        byte[] storeKey = new byte[TokenSeal.KEY_BYTES];
        random.nextBytes(storeKey);
        registrar.found(HexFormat.of().formatHex(storeKey));
        var seal = new TokenSeal(catalog.storeKey(), random);
        Limits limits = config.effectiveLimits();
        var rules =
                new ControlRules(
                        limits, config.transitionDelay().toMillis(), config.shardsPerStore());
        var address = new StreamAddress(catalog, new MissingStreams(catalog, clock));
        var throttle = new CallThrottle(config.effectiveCallLimits(), clock);
        var consumers = new ConsumerAddress(catalog, address);
        var resources = new ResourceAddress(address, consumers);
        var tokens = new PageTokens(seal);
        var reader = new ShardReader(engine);
        var subscriptions =
                new Subscriptions(config.fanOut().effective(config.limits()), clock, aside);
        var meters = new Meters();
        var puts = new Puts(catalog, address, engine, clock, limits, meters);
        var scaler =
                new Scaler(
                        catalog,
                        registrar,
                        peaks,
                        engine.ledger(Peaks.LEDGER),
                        meters,
                        clock,
                        rules,
                        config.scaling());
        var operations =
                new ArrayList<Operation<?, ?>>(
                        attributes(catalog, address, resources, registrar, rules, clock, keys));
        operations.addAll(
                consumers(catalog, address, consumers, registrar, rules, config, clock, tokens));
        operations.addAll(policies(catalog, resources, registrar, config));
        operations.addAll(
                List.of(
                        Operation.blocking(
                                Kinesis.CREATE_STREAM,
                                new CreateStream(catalog, registrar, rules, random)),
                        Operation.blocking(
                                Kinesis.DECREASE_STREAM_RETENTION_PERIOD,
                                new DecreaseStreamRetentionPeriod(catalog, address, registrar)),
                        Operation.blocking(
                                Kinesis.DELETE_STREAM,
                                new DeleteStream(catalog, address, registrar, rules)),
                        Operation.blocking(
                                Kinesis.DESCRIBE_STREAM, new DescribeStream(address, clock)),
                        Operation.blocking(
                                Kinesis.DESCRIBE_STREAM_SUMMARY,
                                new DescribeStreamSummary(catalog, address, clock)),
                        Operation.blocking(
                                Kinesis.GET_RECORDS,
                                new GetRecords(
                                        catalog, address, reader, clock, limits, seal, meters),
                                GetRecords.MOST_ANSWER_BYTES),
                        Operation.blocking(
                                Kinesis.GET_SHARD_ITERATOR,
                                new GetShardIterator(
                                        catalog, address, reader, clock, limits, seal)),
                        Operation.blocking(
                                Kinesis.INCREASE_STREAM_RETENTION_PERIOD,
                                new IncreaseStreamRetentionPeriod(catalog, address, registrar)),
                        Operation.blocking(
                                Kinesis.LIST_SHARDS,
                                new ListShards(catalog, address, clock, tokens)),
                        Operation.blocking(
                                Kinesis.LIST_STREAMS, new ListStreams(catalog, clock, tokens)),
                        Operation.blocking(
                                Kinesis.MERGE_SHARDS,
                                new MergeShards(catalog, address, registrar, rules)),
                        Operation.prompt(Kinesis.PUT_RECORD, new PutRecord(puts)),
                        Operation.prompt(
                                Kinesis.PUT_RECORDS, new PutRecords(puts, config.requestBytes())),
                        Operation.blocking(
                                Kinesis.SPLIT_SHARD,
                                new SplitShard(catalog, address, registrar, rules)),
                        Operation.streaming(
                                Kinesis.SUBSCRIBE_TO_SHARD,
                                new SubscribeToShard(
                                        catalog, consumers, reader, clock, subscriptions)),
                        Operation.blocking(
                                Kinesis.UPDATE_SHARD_COUNT,
                                new UpdateShardCount(catalog, address, registrar, rules))));
        return new KinesisApi(
                registrar,
                subscriptions,
                scaler,
                operations.stream().<Operation<?, ?>>map(throttle::around).toList(),
                catalog,
                seal);
    }

    /// The operations on what streams and accounts are set to.
    private static List<Operation<?, ?>> attributes(
            Catalog catalog,
            StreamAddress address,
            ResourceAddress resources,
            Registrar registrar,
            ControlRules rules,
            Clock clock,
            KeyService keys) {
        var metrics = new ShardLevelMetrics(catalog, address, registrar);
        var tags = new ResourceTags(catalog, resources, registrar);
        return List.of(
                Operation.blocking(
                        Kinesis.ADD_TAGS_TO_STREAM,
                        new AddTagsToStream(catalog, address, registrar)),
                Operation.blocking(
                        Kinesis.DESCRIBE_ACCOUNT_SETTINGS,
                        new DescribeAccountSettings(catalog, clock)),
                Operation.blocking(
                        Kinesis.DESCRIBE_LIMITS, new DescribeLimits(catalog, rules.limits())),
                Operation.blocking(
                        Kinesis.DISABLE_ENHANCED_MONITORING,
                        new DisableEnhancedMonitoring(metrics)),
                Operation.blocking(
                        Kinesis.ENABLE_ENHANCED_MONITORING, new EnableEnhancedMonitoring(metrics)),
                Operation.blocking(Kinesis.LIST_TAGS_FOR_RESOURCE, new ListTagsForResource(tags)),
                Operation.blocking(Kinesis.LIST_TAGS_FOR_STREAM, new ListTagsForStream(address)),
                Operation.blocking(
                        Kinesis.REMOVE_TAGS_FROM_STREAM,
                        new RemoveTagsFromStream(catalog, address, registrar)),
                Operation.blocking(
                        Kinesis.START_STREAM_ENCRYPTION,
                        new StartStreamEncryption(catalog, address, registrar, rules, keys)),
                Operation.blocking(
                        Kinesis.STOP_STREAM_ENCRYPTION,
                        new StopStreamEncryption(catalog, address, registrar, rules)),
                Operation.blocking(Kinesis.TAG_RESOURCE, new TagResource(tags)),
                Operation.blocking(Kinesis.UNTAG_RESOURCE, new UntagResource(tags)),
                Operation.blocking(
                        Kinesis.UPDATE_ACCOUNT_SETTINGS,
                        new UpdateAccountSettings(catalog, registrar, clock)),
                Operation.blocking(
                        Kinesis.UPDATE_MAX_RECORD_SIZE,
                        new UpdateMaxRecordSize(catalog, address, registrar)),
                Operation.blocking(
                        Kinesis.UPDATE_STREAM_MODE,
                        new UpdateStreamMode(catalog, address, registrar, rules)),
                Operation.blocking(
                        Kinesis.UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY,
                        new UpdateStreamRecordDistributionStrategy(catalog, address, registrar)),
                Operation.blocking(
                        Kinesis.UPDATE_STREAM_WARM_THROUGHPUT,
                        new UpdateStreamWarmThroughput(catalog, address, registrar, rules)));
    }

    private static List<Operation<?, ?>> consumers(
            Catalog catalog,
            StreamAddress address,
            ConsumerAddress consumers,
            Registrar registrar,
            ControlRules rules,
            KinesisConfig config,
            Clock clock,
            PageTokens tokens) {
        ConsumerLimits limits = config.resources().consumerLimits(config.limits());
        return List.of(
                Operation.blocking(
                        Kinesis.DEREGISTER_STREAM_CONSUMER,
                        new DeregisterStreamConsumer(catalog, consumers, registrar, rules)),
                Operation.blocking(
                        Kinesis.DESCRIBE_STREAM_CONSUMER, new DescribeStreamConsumer(consumers)),
                Operation.blocking(
                        Kinesis.LIST_STREAM_CONSUMERS,
                        new ListStreamConsumers(catalog, address, clock, tokens)),
                Operation.blocking(
                        Kinesis.REGISTER_STREAM_CONSUMER,
                        new RegisterStreamConsumer(catalog, address, registrar, limits, rules)));
    }

    private static List<Operation<?, ?>> policies(
            Catalog catalog, ResourceAddress resources, Registrar registrar, KinesisConfig config) {
        long mostBytes = config.resources().policyBytes();
        return List.of(
                Operation.blocking(
                        Kinesis.DELETE_RESOURCE_POLICY,
                        new DeleteResourcePolicy(catalog, resources, registrar)),
                Operation.blocking(
                        Kinesis.GET_RESOURCE_POLICY, new GetResourcePolicy(catalog, resources)),
                Operation.blocking(
                        Kinesis.PUT_RESOURCE_POLICY,
                        new PutResourcePolicy(catalog, resources, registrar, mostBytes)));
    }

    /// The stream that an iterator reads, unless it is gone or the iterator is none.
    public @Nullable Stream streamOf(String shardIterator) {
        ShardIterator iterator = ShardIterator.open(shardIterator, seal);
        return iterator == null ? null : catalog.find(iterator.stream());
    }

    /// What this API answers.
    public List<Operation<?, ?>> operations() {
        return operations;
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
