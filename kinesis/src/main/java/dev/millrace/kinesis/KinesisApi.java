package dev.millrace.kinesis;

import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.Limits;
import dev.millrace.stream.ShardIterator;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;
import dev.millrace.stream.TokenSeal;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// The Kinesis Data Streams API over one storage engine.
public final class KinesisApi {
    private final Registrar registrar;
    private final List<Operation<?, ?>> operations;

    private final Catalog catalog;
    private final TokenSeal seal;

    private KinesisApi(
            Registrar registrar,
            List<Operation<?, ?>> operations,
            Catalog catalog,
            TokenSeal seal) {
        this.registrar = registrar;
        this.operations = operations;
        this.catalog = catalog;
        this.seal = seal;
    }

    /// Prepares the API; a new store gets its key, for which this waits.
    ///
    /// @param engine opened with `catalog` as the machine of the ledger [Catalog#LEDGER]
    /// @param random a source that nobody can foretell; must be safe for several threads
    /// @throws StorageException if the engine does not write
    public static KinesisApi open(
            StorageEngine engine,
            Catalog catalog,
            Clock clock,
            RandomGenerator random,
            KinesisConfig config)
            throws StorageException, InterruptedException {
        var registrar = new Registrar(catalog, engine.ledger(Catalog.LEDGER), clock);
        byte[] storeKey = new byte[TokenSeal.KEY_BYTES];
        random.nextBytes(storeKey);
        registrar.found(HexFormat.of().formatHex(storeKey));
        var seal = new TokenSeal(catalog.storeKey(), random);
        Limits limits = config.effectiveLimits();
        var rules =
                new ControlRules(
                        limits, config.transitionDelay().toMillis(), config.shardsPerStore());
        var address = new StreamAddress(catalog);
        var tokens = new PageTokens(seal);
        var puts = new Puts(catalog, address, engine, clock, limits);
        return new KinesisApi(
                registrar,
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
                                new DescribeStreamSummary(catalog, address)),
                        Operation.blocking(
                                Kinesis.GET_RECORDS,
                                new GetRecords(catalog, address, engine, clock, limits, seal),
                                GetRecords.MOST_ANSWER_BYTES),
                        Operation.blocking(
                                Kinesis.GET_SHARD_ITERATOR,
                                new GetShardIterator(
                                        catalog, address, engine, clock, limits, seal)),
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
                                new SplitShard(catalog, address, registrar, rules))),
                catalog,
                seal);
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

    /// Ends transitions that are due and forgets what has expired: a duty cycle, for one thread,
    /// some hundred times a second. Blocks while a change becomes durable.
    ///
    /// @return how many changes were made
    public int doWork(long nowNs) {
        return registrar.doWork(nowNs);
    }
}
