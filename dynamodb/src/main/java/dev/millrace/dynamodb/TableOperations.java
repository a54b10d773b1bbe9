package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.dynamodb.CreateTableInput;
import dev.millrace.model.dynamodb.CreateTableOutput;
import dev.millrace.model.dynamodb.DeleteTableInput;
import dev.millrace.model.dynamodb.DeleteTableOutput;
import dev.millrace.model.dynamodb.DescribeTableInput;
import dev.millrace.model.dynamodb.DescribeTableOutput;
import dev.millrace.model.dynamodb.GlobalSecondaryIndex;
import dev.millrace.model.dynamodb.ListTablesInput;
import dev.millrace.model.dynamodb.ListTablesOutput;
import dev.millrace.model.dynamodb.LocalSecondaryIndex;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// CreateTable, DescribeTable, DeleteTable, ListTables.
final class TableOperations {
    private static final int MOST_LISTED = 100;

    private final Tables tables;
    private final TableDirectory directory;
    private final TableControl control;
    private final DynamoDbConfig config;

    TableOperations(
            Tables tables, TableDirectory directory, TableControl control, DynamoDbConfig config) {
        this.tables = tables;
        this.directory = directory;
        this.control = control;
        this.config = config;
    }

    CreateTableOutput create(Caller caller, CreateTableInput input)
            throws ApiException, InterruptedException {
        TableRequest.requireOff(input.streamSpecification(), input.sSESpecification());
        TableRequest.requireAbsent("ResourcePolicy", input.resourcePolicy());
        TableRequest.requireAbsent("GlobalTableSourceArn", input.globalTableSourceArn());
        TableRequest.requireAbsent("VectorIndexes", input.vectorIndexes());
        TableName name = TableName.of(caller, requireNonNull(input.tableName()));
        Map<String, String> types = TableRequest.attributes(input.attributeDefinitions());
        KeySchema keys = TableRequest.keys(input.keySchema(), types);
        boolean onDemand = "PAY_PER_REQUEST".equals(input.billingMode());
        Throughput throughput =
                TableRequest.throughput(input.provisionedThroughput(), onDemand, null);
        Map<String, String> tags = TableRequest.tags(input.tags());
        control.change(
                nowMs -> {
                    long untilMs = nowMs + config.transitionDelay().toMillis();
                    List<IndexDefinition> indexes = indexes(input, types, onDemand, untilMs);
                    TableRequest.checkIndexes(keys, indexes);
                    TableRequest.requireAllUsed(types, keys, indexes);
                    if (directory.present(name) != null)
                        throw ApiErrors.inUse("Table already exists: " + name.name());
                    checkQuota(name);
                    control.drop(name);
                    var settings =
                            new TableDefinition.Settings(
                                    onDemand,
                                    onDemand ? nowMs : 0,
                                    throughput,
                                    "STANDARD_INFREQUENT_ACCESS".equals(input.tableClass()),
                                    Boolean.TRUE.equals(input.deletionProtectionEnabled()),
                                    null,
                                    0);
                    int number = tables.nextNumber();
                    return new TableCommand.Define(
                            new TableDefinition(
                                    number,
                                    name,
                                    id(name, number, nowMs),
                                    types,
                                    keys,
                                    indexes,
                                    settings,
                                    tags,
                                    nowMs,
                                    untilMs,
                                    0,
                                    0));
                });
        return new CreateTableOutput(
                TableShapes.description(
                        directory.table(caller, input.tableName()), directory.nowMs()));
    }

    /// One that no other table ever had.
    private static UUID id(TableName name, int number, long nowMs) {
        String text = name.arn() + "/" + number + "/" + nowMs;
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void checkQuota(TableName name) throws ApiException {
        int count = 0;
        for (TableName other : tables.all().keySet())
            if (other.account().equals(name.account()) && other.region().equals(name.region()))
                count++;
        if (count >= config.tables())
            throw ApiErrors.limitExceeded(
                    "Subscriber limit exceeded: There is a limit of "
                            + config.tables()
                            + " tables per subscriber");
    }

    private static List<IndexDefinition> indexes(
            CreateTableInput input, Map<String, String> types, boolean onDemand, long untilMs)
            throws ApiException {
        List<IndexDefinition> indexes = new ArrayList<>();
        if (input.localSecondaryIndexes() != null)
            for (LocalSecondaryIndex index : input.localSecondaryIndexes())
                indexes.add(
                        TableRequest.index(
                                index.indexName(),
                                true,
                                TableRequest.keys(index.keySchema(), types),
                                index.projection(),
                                Throughput.NONE,
                                0));
        if (input.globalSecondaryIndexes() != null)
            for (GlobalSecondaryIndex index : input.globalSecondaryIndexes())
                indexes.add(
                        TableRequest.index(
                                index.indexName(),
                                false,
                                TableRequest.keys(index.keySchema(), types),
                                index.projection(),
                                TableRequest.throughput(
                                        index.provisionedThroughput(), onDemand, index.indexName()),
                                untilMs));
        return indexes;
    }

    DescribeTableOutput describe(Caller caller, DescribeTableInput input) throws ApiException {
        return new DescribeTableOutput(
                TableShapes.description(
                        directory.table(caller, input.tableName()), directory.nowMs()));
    }

    DeleteTableOutput delete(Caller caller, DeleteTableInput input)
            throws ApiException, InterruptedException {
        Table table = directory.table(caller, input.tableName());
        control.change(
                nowMs -> {
                    Table now = directory.table(caller, input.tableName());
                    TableDefinition definition = now.definition();
                    if (definition.settings().deletionProtection())
                        throw ApiErrors.validation(
                                "Resource cannot be deleted as it is currently protected against"
                                        + " deletion. Disable deletion protection first.");
                    if (definition.status(nowMs) != TableDefinition.Status.ACTIVE)
                        throw inUse(definition, nowMs);
                    long delayMs = config.transitionDelay().toMillis();
                    return delayMs == 0
                            ? new TableCommand.Drop(definition.number())
                            : new TableCommand.Define(definition.deletedAt(nowMs + delayMs));
                });
        return new DeleteTableOutput(
                TableShapes.description(
                        table.definition(),
                        TableDefinition.Status.DELETING,
                        table,
                        directory.nowMs()));
    }

    static ApiException inUse(TableDefinition table, long nowMs) {
        String state =
                switch (table.status(nowMs)) {
                    case CREATING -> "created";
                    case DELETING -> "deleted";
                    case UPDATING, ACTIVE -> "updated";
                };
        return ApiErrors.inUse(
                "Attempt to change a resource which is still in use: Table is being "
                        + state
                        + ": "
                        + table.name().name());
    }

    ListTablesOutput list(Caller caller, ListTablesInput input) {
        int limit = input.limit() == null ? MOST_LISTED : input.limit();
        String after = input.exclusiveStartTableName();
        var from = new TableName(caller.account(), caller.region(), after == null ? "" : after);
        List<String> names = new ArrayList<>();
        String last = null;
        for (Table table : tables.all().tailMap(from, after == null).values()) {
            TableName name = table.definition().name();
            if (!name.account().equals(caller.account()) || !name.region().equals(caller.region()))
                break;
            if (directory.isGone(table.definition())) continue;
            if (names.size() == limit) {
                last = names.getLast();
                break;
            }
            names.add(name.name());
        }
        return new ListTablesOutput(names, last);
    }
}
