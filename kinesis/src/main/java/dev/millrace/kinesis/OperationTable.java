package dev.millrace.kinesis;

import static dev.millrace.model.Operation.blocking;
import static dev.millrace.model.Operation.prompt;
import static dev.millrace.model.Operation.streaming;

import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.KeyService;
import dev.millrace.stream.Meters;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.TokenSeal;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What answers each operation, by theme, and what the operations share.
final class OperationTable {
    private final KinesisConfig config;
    private final Catalog catalog;
    private final Registrar registrar;
    private final Clock clock;
    private final ControlRules rules;
    private final StreamAddress address;
    private final ConsumerAddress consumers;
    private final ResourceAddress resources;

    OperationTable(KinesisConfig config, Catalog catalog, Registrar registrar, Clock clock) {
        this.config = config;
        this.catalog = catalog;
        this.registrar = registrar;
        this.clock = clock;
        rules = config.rules();
        address = new StreamAddress(catalog, new MissingStreams(catalog, clock));
        consumers = new ConsumerAddress(catalog, address);
        resources = new ResourceAddress(address, consumers);
    }

    /// All of them, each at its rate.
    ///
    /// @param random for the ids of streams
    List<Operation<?, ?>> operations(
            StorageEngine engine,
            TokenSeal seal,
            Meters meters,
            Subscriptions subscriptions,
            KeyService keys,
            RandomGenerator random) {
        var throttle = new CallThrottle(config.effectiveCallLimits(), clock);
        return Stream.of(
                        streams(random),
                        lists(new PageTokens(seal)),
                        writes(engine, meters),
                        reads(new ShardReader(engine), seal, meters, subscriptions),
                        resharding(),
                        settings(keys),
                        consumers(),
                        tags(),
                        policies(),
                        accounts())
                .flatMap(List::stream)
                .<Operation<?, ?>>map(throttle::around)
                .toList();
    }

    private List<Operation<?, ?>> streams(RandomGenerator random) {
        var create = new CreateStream(catalog, registrar, rules, random);
        var delete = new DeleteStream(catalog, address, registrar, rules);
        var summary = new DescribeStreamSummary(catalog, address, clock);
        return List.of(
                blocking(Kinesis.CREATE_STREAM, create),
                blocking(Kinesis.DELETE_STREAM, delete),
                blocking(Kinesis.DESCRIBE_STREAM, new DescribeStream(address, clock)),
                blocking(Kinesis.DESCRIBE_STREAM_SUMMARY, summary));
    }

    private List<Operation<?, ?>> lists(PageTokens tokens) {
        var shards = new ListShards(catalog, address, clock, tokens);
        var streams = new ListStreams(catalog, clock, tokens);
        var registered = new ListStreamConsumers(catalog, address, clock, tokens);
        return List.of(
                blocking(Kinesis.LIST_SHARDS, shards),
                blocking(Kinesis.LIST_STREAMS, streams),
                blocking(Kinesis.LIST_STREAM_CONSUMERS, registered));
    }

    private List<Operation<?, ?>> writes(StorageEngine engine, Meters meters) {
        var puts = new Puts(catalog, address, engine, clock, rules.limits(), meters);
        return List.of(
                prompt(Kinesis.PUT_RECORD, new PutRecord(puts)),
                prompt(Kinesis.PUT_RECORDS, new PutRecords(puts, config.requestBytes())));
    }

    private List<Operation<?, ?>> reads(
            ShardReader reader, TokenSeal seal, Meters meters, Subscriptions subscriptions) {
        var iterator = new GetShardIterator(catalog, address, reader, clock, rules.limits(), seal);
        var get = new GetRecords(catalog, address, reader, clock, rules.limits(), seal, meters);
        var subscribe =
                new SubscribeToShard(catalog, consumers, reader, meters, clock, subscriptions);
        return List.of(
                blocking(Kinesis.GET_SHARD_ITERATOR, iterator),
                blocking(Kinesis.GET_RECORDS, get, GetRecords.MOST_ANSWER_BYTES),
                streaming(Kinesis.SUBSCRIBE_TO_SHARD, subscribe));
    }

    private List<Operation<?, ?>> resharding() {
        var resharding = new ReshardingOperations(catalog, address, registrar, rules);
        return List.of(
                blocking(Kinesis.SPLIT_SHARD, resharding::split),
                blocking(Kinesis.MERGE_SHARDS, resharding::merge),
                blocking(Kinesis.UPDATE_SHARD_COUNT, resharding::updateCount));
    }

    private List<Operation<?, ?>> settings(KeyService keys) {
        var settings = new SettingOperations(catalog, address, registrar, rules);
        var monitoring = new MonitoringOperations(catalog, address, registrar);
        var encryption = new EncryptionOperations(catalog, address, registrar, rules, keys);
        return List.of(
                blocking(Kinesis.INCREASE_STREAM_RETENTION_PERIOD, settings::increaseRetention),
                blocking(Kinesis.DECREASE_STREAM_RETENTION_PERIOD, settings::decreaseRetention),
                blocking(Kinesis.UPDATE_MAX_RECORD_SIZE, settings::recordSize),
                blocking(Kinesis.UPDATE_STREAM_MODE, settings::mode),
                blocking(
                        Kinesis.UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY, settings::distribution),
                blocking(Kinesis.UPDATE_STREAM_WARM_THROUGHPUT, settings::warmThroughput),
                blocking(Kinesis.ENABLE_ENHANCED_MONITORING, monitoring::enable),
                blocking(Kinesis.DISABLE_ENHANCED_MONITORING, monitoring::disable),
                blocking(Kinesis.START_STREAM_ENCRYPTION, encryption::start),
                blocking(Kinesis.STOP_STREAM_ENCRYPTION, encryption::stop));
    }

    private List<Operation<?, ?>> consumers() {
        var operations =
                new ConsumerOperations(
                        catalog, address, consumers, registrar, config.consumerLimits(), rules);
        return List.of(
                blocking(Kinesis.REGISTER_STREAM_CONSUMER, operations::register),
                blocking(Kinesis.DEREGISTER_STREAM_CONSUMER, operations::deregister),
                blocking(Kinesis.DESCRIBE_STREAM_CONSUMER, operations::describe));
    }

    private List<Operation<?, ?>> tags() {
        var tags = new TagOperations(catalog, address, resources, registrar);
        return List.of(
                blocking(Kinesis.ADD_TAGS_TO_STREAM, tags::addToStream),
                blocking(Kinesis.REMOVE_TAGS_FROM_STREAM, tags::removeFromStream),
                blocking(Kinesis.LIST_TAGS_FOR_STREAM, tags::listOfStream),
                blocking(Kinesis.TAG_RESOURCE, tags::add),
                blocking(Kinesis.UNTAG_RESOURCE, tags::remove),
                blocking(Kinesis.LIST_TAGS_FOR_RESOURCE, tags::list));
    }

    private List<Operation<?, ?>> policies() {
        long mostBytes = config.resources().policyBytes();
        var policies = new PolicyOperations(catalog, resources, registrar, mostBytes);
        return List.of(
                blocking(Kinesis.PUT_RESOURCE_POLICY, policies::put),
                blocking(Kinesis.GET_RESOURCE_POLICY, policies::get),
                blocking(Kinesis.DELETE_RESOURCE_POLICY, policies::delete));
    }

    private List<Operation<?, ?>> accounts() {
        var accounts = new AccountOperations(catalog, registrar, rules.limits(), clock);
        return List.of(
                blocking(Kinesis.DESCRIBE_LIMITS, accounts::describeLimits),
                blocking(Kinesis.DESCRIBE_ACCOUNT_SETTINGS, accounts::settings),
                blocking(Kinesis.UPDATE_ACCOUNT_SETTINGS, accounts::update));
    }
}
