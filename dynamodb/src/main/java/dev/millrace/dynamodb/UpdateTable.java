package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.dynamodb.GlobalSecondaryIndexUpdate;
import dev.millrace.model.dynamodb.UpdateTableInput;
import dev.millrace.model.dynamodb.UpdateTableOutput;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Changes how a table is paid for and protected, and its global indexes. An index is built by the
/// time at which its creation is durable.
final class UpdateTable {
    private final TableDirectory directory;
    private final TableControl control;
    private final DynamoDbConfig config;

    UpdateTable(TableDirectory directory, TableControl control, DynamoDbConfig config) {
        this.directory = directory;
        this.control = control;
        this.config = config;
    }

    UpdateTableOutput update(Caller caller, UpdateTableInput input)
            throws ApiException, InterruptedException {
        TableRequest.requireOff(input.streamSpecification(), input.sSESpecification());
        TableRequest.requireAbsent("ReplicaUpdates", input.replicaUpdates());
        TableRequest.requireAbsent("VectorIndexUpdates", input.vectorIndexUpdates());
        TableRequest.requireAbsent("GlobalTableWitnessUpdates", input.globalTableWitnessUpdates());
        if (input.billingMode() == null
                && input.provisionedThroughput() == null
                && input.globalSecondaryIndexUpdates() == null
                && input.streamSpecification() == null
                && input.sSESpecification() == null
                && input.tableClass() == null
                && input.deletionProtectionEnabled() == null
                && input.onDemandThroughput() == null
                && input.warmThroughput() == null)
            throw ApiErrors.validation(
                    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
                            + " GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates"
                            + " is required");
        control.change(
                nowMs -> {
                    Table table = directory.table(caller, input.tableName());
                    TableDefinition definition = table.definition();
                    if (definition.status(nowMs) != TableDefinition.Status.ACTIVE)
                        throw TableOperations.inUse(definition, nowMs);
                    long untilMs = nowMs + config.transitionDelay().toMillis();
                    TableDefinition updated = updated(definition, input, nowMs, untilMs);
                    return new TableCommand.Define(updated.updatedUntil(untilMs));
                });
        return new UpdateTableOutput(
                TableShapes.description(
                        directory.table(caller, input.tableName()), directory.nowMs()));
    }

    private static TableDefinition updated(
            TableDefinition before, UpdateTableInput input, long nowMs, long untilMs)
            throws ApiException {
        TableDefinition.Settings old = before.settings();
        boolean onDemand =
                input.billingMode() == null
                        ? old.onDemand()
                        : input.billingMode().equals("PAY_PER_REQUEST");
        boolean switched = onDemand && !old.onDemand();
        Throughput throughput = old.throughput();
        if (input.provisionedThroughput() != null || onDemand != old.onDemand())
            throughput = TableRequest.throughput(input.provisionedThroughput(), onDemand, null);
        var settings =
                new TableDefinition.Settings(
                        onDemand,
                        switched ? nowMs : old.onDemandSinceMs(),
                        throughput,
                        input.tableClass() == null
                                ? old.infrequentAccess()
                                : input.tableClass().equals("STANDARD_INFREQUENT_ACCESS"),
                        input.deletionProtectionEnabled() == null
                                ? old.deletionProtection()
                                : input.deletionProtectionEnabled(),
                        old.expiryAttribute(),
                        old.backupDays());
        TableDefinition updated = before.with(settings);
        List<GlobalSecondaryIndexUpdate> updates = input.globalSecondaryIndexUpdates();
        if (switched) updated = withoutThroughput(updated);
        return updates == null ? updated : indexed(updated, input, updates, untilMs);
    }

    private static TableDefinition withoutThroughput(TableDefinition table) {
        return table.withIndexes(
                table.attributes(),
                table.indexes().stream()
                        .map(index -> index.withThroughput(Throughput.NONE))
                        .toList());
    }

    private static TableDefinition indexed(
            TableDefinition table,
            UpdateTableInput input,
            List<GlobalSecondaryIndexUpdate> updates,
            long untilMs)
            throws ApiException {
        Map<String, String> types = new LinkedHashMap<>(table.attributes());
        types.putAll(TableRequest.attributes(input.attributeDefinitions()));
        boolean onDemand = table.settings().onDemand();
        List<IndexDefinition> indexes = new ArrayList<>(table.indexes());
        int online = 0;
        for (GlobalSecondaryIndexUpdate update : updates) {
            var create = update.create();
            var delete = update.delete();
            var change = update.update();
            if (create != null) {
                online++;
                if (table.index(requireNonNull(create.indexName())) != null)
                    throw ApiErrors.validation(
                            "Attempting to create an index which already exists");
                indexes.add(
                        TableRequest.index(
                                create.indexName(),
                                false,
                                TableRequest.keys(create.keySchema(), types),
                                create.projection(),
                                TableRequest.throughput(
                                        create.provisionedThroughput(),
                                        onDemand,
                                        create.indexName()),
                                untilMs));
            } else if (delete != null) {
                online++;
                IndexDefinition index = global(table, delete.indexName());
                indexes.remove(index);
            } else if (change != null) {
                IndexDefinition index = global(table, change.indexName());
                if (change.provisionedThroughput() != null)
                    indexes.set(
                            indexes.indexOf(index),
                            index.withThroughput(
                                    TableRequest.throughput(
                                            change.provisionedThroughput(),
                                            onDemand,
                                            index.name())));
            } else
                throw ApiErrors.validation(
                        "One or more parameter values were invalid: One of"
                                + " GlobalSecondaryIndexUpdate.Update,"
                                + " GlobalSecondaryIndexUpdate.Create,"
                                + " GlobalSecondaryIndexUpdate.Delete must not be null");
        }
        if (online > 1)
            throw ApiErrors.limitExceeded(
                    "Subscriber limit exceeded: Only 1 online index can be created or deleted"
                            + " simultaneously per table");
        TableRequest.checkIndexes(table.keys(), indexes);
        Map<String, String> used = new LinkedHashMap<>();
        types.forEach(
                (name, type) -> {
                    boolean keyed =
                            table.keys().has(name)
                                    || indexes.stream().anyMatch(it -> it.keys().has(name));
                    if (keyed) used.put(name, type);
                });
        return table.withIndexes(used, indexes);
    }

    private static IndexDefinition global(TableDefinition table, @Nullable String name)
            throws ApiException {
        IndexDefinition index = table.index(requireNonNull(name));
        if (index == null || index.local()) throw ApiErrors.tableNotFound();
        return index;
    }
}
