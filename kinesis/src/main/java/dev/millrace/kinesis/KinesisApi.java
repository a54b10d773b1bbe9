package dev.millrace.kinesis;

import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.CatalogDecisions;
import dev.millrace.stream.Clock;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.TokenSeal;

import java.util.List;
import java.util.random.RandomGenerator;

/// The Kinesis Data Streams API over one storage engine.
public final class KinesisApi {
    private final List<Operation<?, ?>> operations;
    private final Conductor conductor;

    /// @param engine opened with `catalog` as the machine of the ledger [Catalog#LEDGER]
    /// @param catalog made with the quotas of `config`
    /// @param random a source that nobody can foretell; must be safe for several threads
    /// @throws StorageException if a new store's first command cannot be made durable
    public KinesisApi(
            StorageEngine engine,
            Catalog catalog,
            Clock clock,
            RandomGenerator random,
            KinesisConfig config)
            throws StorageException, InterruptedException {
        long delayMs = config.transitionDelay().toMillis();
        var decisions = new CatalogDecisions(catalog, config.quotas(), delayMs, random);
        var streams = new Streams(catalog, decisions, engine.ledger(Catalog.LEDGER), clock);
        var seal = new TokenSeal(catalog.tokenKey(), random);
        var create = new CreateStream(streams);
        var delete = new DeleteStream(streams);
        var describe = new DescribeStream(streams);
        var summary = new DescribeStreamSummary(streams);
        var listStreams = new ListStreams(streams, seal);
        var listShards = new ListShards(streams, seal);
        var putRecord = new PutRecord(streams, engine);
        var putRecords = new PutRecords(streams, engine, config.requestBytes());
        var getIterator = new GetShardIterator(streams, engine, seal);
        var getRecords = new GetRecords(streams, engine, seal);
        var split = new SplitShard(streams);
        var merge = new MergeShards(streams);
        var retention = new RetentionPeriod(streams);
        operations =
                List.of(
                        Operation.blocking(Kinesis.CREATE_STREAM, create::handle),
                        Operation.blocking(Kinesis.DELETE_STREAM, delete::handle),
                        Operation.blocking(Kinesis.DESCRIBE_STREAM, describe::handle),
                        Operation.blocking(Kinesis.DESCRIBE_STREAM_SUMMARY, summary::handle),
                        Operation.blocking(Kinesis.LIST_STREAMS, listStreams::handle),
                        Operation.blocking(Kinesis.LIST_SHARDS, listShards::handle),
                        Operation.prompt(Kinesis.PUT_RECORD, putRecord::handle),
                        Operation.prompt(Kinesis.PUT_RECORDS, putRecords::handle),
                        Operation.blocking(Kinesis.GET_SHARD_ITERATOR, getIterator::handle),
                        Operation.blocking(Kinesis.GET_RECORDS, getRecords::handle),
                        Operation.blocking(Kinesis.SPLIT_SHARD, split::handle),
                        Operation.blocking(Kinesis.MERGE_SHARDS, merge::handle),
                        Operation.blocking(
                                Kinesis.INCREASE_STREAM_RETENTION_PERIOD, retention::increase),
                        Operation.blocking(
                                Kinesis.DECREASE_STREAM_RETENTION_PERIOD, retention::decrease));
        conductor = new Conductor(streams, delayMs > 0);
    }

    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /// To be driven by one thread while the API is served.
    public Conductor conductor() {
        return conductor;
    }
}
