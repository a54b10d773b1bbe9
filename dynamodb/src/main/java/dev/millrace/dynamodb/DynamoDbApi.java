package dev.millrace.dynamodb;

import static dev.millrace.model.Operation.blocking;

import dev.millrace.model.ApiException;
import dev.millrace.model.Operation;
import dev.millrace.model.dynamodb.DynamoDB;
import dev.millrace.stream.Clock;
import dev.millrace.stream.StorageEngine;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/// The DynamoDB API over one storage engine.
public final class DynamoDbApi {
    private static final System.Logger LOG = System.getLogger(DynamoDbApi.class.getName());

    /// After something that could not be made durable, in nanoseconds.
    private static final long BACKOFF_NS = 1_000_000_000;

    /// Between two looks at tables whose deletion may have ended, in nanoseconds.
    private static final long LOOK_NS = 10_000_000;

    private final StorageEngine engine;
    private final TableControl control;
    private final ItemExpiry expiry;
    private final List<Operation<?, ?>> operations;
    private final long expiryIntervalNs;
    private long nextLookNs; // duty cycle
    private long nextExpiryNs; // duty cycle

    private DynamoDbApi(
            StorageEngine engine,
            Clock clock,
            TableControl control,
            ItemExpiry expiry,
            List<Operation<?, ?>> operations,
            DynamoDbConfig config) {
        this.engine = engine;
        this.control = control;
        this.expiry = expiry;
        this.operations = operations;
        expiryIntervalNs = config.expiryInterval().toNanos();
        nextLookNs = clock.nanos();
        nextExpiryNs = nextLookNs;
    }

    /// Prepares the API.
    ///
    /// @param engine opened with `tables` as the machine of the ledger [Tables#LEDGER]
    public static DynamoDbApi open(
            StorageEngine engine, Tables tables, Clock clock, DynamoDbConfig config) {
        return open(engine, tables, clock, config, Thread::startVirtualThread);
    }

    /// Likewise, with a say in what runs where: for simulation.
    ///
    /// @param aside runs what must not be interrupted with whoever asks for it, at once or on a
    ///     thread of its own
    public static DynamoDbApi open(
            StorageEngine engine,
            Tables tables,
            Clock clock,
            DynamoDbConfig config,
            Executor aside) {
        var ledger = new TableLedger(engine.ledger(Tables.LEDGER), aside);
        var directory = new TableDirectory(tables, clock);
        var control = new TableControl(tables, directory, ledger, clock);
        var writes = new ItemWrites(tables, ledger, config.maxBytes());
        List<Operation<?, ?>> operations =
                Stream.of(
                                tables(
                                        new TableOperations(tables, directory, control, config),
                                        new UpdateTable(directory, control, config)),
                                items(
                                        new ItemOperations(directory, writes),
                                        new PageOperations(directory)),
                                groups(
                                        new BatchOperations(directory, writes),
                                        new TransactionOperations(tables, directory, writes)),
                                settings(new SettingOperations(directory, control)))
                        .<Operation<?, ?>>flatMap(List::stream)
                        .toList();
        return new DynamoDbApi(
                engine, clock, control, new ItemExpiry(tables, writes), operations, config);
    }

    private static List<Operation<?, ?>> tables(TableOperations tables, UpdateTable update) {
        return List.of(
                blocking(DynamoDB.CREATE_TABLE, tables::create),
                blocking(DynamoDB.DESCRIBE_TABLE, tables::describe),
                blocking(DynamoDB.UPDATE_TABLE, update::update),
                blocking(DynamoDB.DELETE_TABLE, tables::delete),
                blocking(DynamoDB.LIST_TABLES, tables::list));
    }

    private static List<Operation<?, ?>> items(ItemOperations items, PageOperations pages) {
        int most = PageOperations.MOST_ANSWER_BYTES;
        return List.of(
                blocking(DynamoDB.GET_ITEM, items::get),
                blocking(DynamoDB.PUT_ITEM, items::put),
                blocking(DynamoDB.UPDATE_ITEM, items::update),
                blocking(DynamoDB.DELETE_ITEM, items::delete),
                blocking(DynamoDB.QUERY, pages::query, most),
                blocking(DynamoDB.SCAN, pages::scan, most));
    }

    private static List<Operation<?, ?>> groups(
            BatchOperations batches, TransactionOperations transactions) {
        int most = BatchOperations.MOST_ANSWER_BYTES;
        return List.of(
                blocking(DynamoDB.BATCH_GET_ITEM, batches::get, most),
                blocking(DynamoDB.BATCH_WRITE_ITEM, batches::write),
                blocking(DynamoDB.TRANSACT_GET_ITEMS, transactions::get, most),
                blocking(DynamoDB.TRANSACT_WRITE_ITEMS, transactions::write));
    }

    private static List<Operation<?, ?>> settings(SettingOperations settings) {
        return List.of(
                blocking(DynamoDB.UPDATE_TIME_TO_LIVE, settings::updateExpiry),
                blocking(DynamoDB.DESCRIBE_TIME_TO_LIVE, settings::describeExpiry),
                blocking(DynamoDB.UPDATE_CONTINUOUS_BACKUPS, settings::updateBackups),
                blocking(DynamoDB.DESCRIBE_CONTINUOUS_BACKUPS, settings::describeBackups),
                blocking(DynamoDB.TAG_RESOURCE, settings::tag),
                blocking(DynamoDB.UNTAG_RESOURCE, settings::untag),
                blocking(DynamoDB.LIST_TAGS_OF_RESOURCE, settings::tags),
                blocking(DynamoDB.DESCRIBE_LIMITS, settings::limits),
                blocking(DynamoDB.DESCRIBE_ENDPOINTS, settings::endpoints));
    }

    /// What this API answers.
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /// Ends deletions that are due and deletes items that have expired: a duty cycle, for one
    /// thread. Blocks while a change becomes durable.
    ///
    /// @return how many changes were made
    public int doWork(long nowNs) {
        if (nowNs - nextLookNs < 0) return 0;
        nextLookNs = nowNs + LOOK_NS;
        try {
            int done = control.dropDeleted();
            if (nowNs - nextExpiryNs < 0) return done;
            int expired = expiry.expire(engine.believedMs());
            if (expired == 0) nextExpiryNs = nowNs + expiryIntervalNs;
            return done + expired;
        } catch (ApiException e) {
            LOG.log(System.Logger.Level.WARNING, "what is due waits for the storage: " + e);
            nextLookNs = nowNs + BACKOFF_NS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
