package dev.millrace.dynamodb;

import dev.millrace.model.dynamodb.AttributeDefinition;
import dev.millrace.model.dynamodb.BillingModeSummary;
import dev.millrace.model.dynamodb.GlobalSecondaryIndexDescription;
import dev.millrace.model.dynamodb.KeySchemaElement;
import dev.millrace.model.dynamodb.LocalSecondaryIndexDescription;
import dev.millrace.model.dynamodb.Projection;
import dev.millrace.model.dynamodb.ProvisionedThroughputDescription;
import dev.millrace.model.dynamodb.TableClassSummary;
import dev.millrace.model.dynamodb.TableDescription;
import dev.millrace.model.dynamodb.Tag;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Tables as answers describe them.
final class TableShapes {
    private TableShapes() {}

    static TableDescription description(Table table, long nowMs) {
        TableDefinition definition = table.definition();
        return description(definition, definition.status(nowMs), table, nowMs);
    }

    /// @param status what is said of the table's state
    static TableDescription description(
            TableDefinition definition,
            TableDefinition.Status status,
            @Nullable Table table,
            long nowMs) {
        TableDefinition.Settings settings = definition.settings();
        List<LocalSecondaryIndexDescription> local = new ArrayList<>();
        List<GlobalSecondaryIndexDescription> global = new ArrayList<>();
        for (IndexDefinition index : definition.indexes()) {
            Index items = table == null ? null : table.indexIfAny(index.name());
            if (index.local()) local.add(local(definition, index, items));
            else global.add(global(definition, index, items, nowMs));
        }
        return TableDescription.builder()
                .tableName(definition.name().name())
                .tableArn(definition.arn())
                .tableId(definition.id().toString())
                .tableStatus(status.name())
                .creationDateTime(Instant.ofEpochMilli(definition.createdMs()))
                .attributeDefinitions(
                        definition.attributes().entrySet().stream()
                                .map(it -> new AttributeDefinition(it.getKey(), it.getValue()))
                                .toList())
                .keySchema(keys(definition.keys()))
                .provisionedThroughput(throughput(settings.throughput()))
                .billingModeSummary(billing(settings))
                .tableSizeBytes(table == null ? 0 : table.bytes())
                .itemCount(table == null ? 0 : table.count())
                .localSecondaryIndexes(local.isEmpty() ? null : local)
                .globalSecondaryIndexes(global.isEmpty() ? null : global)
                .deletionProtectionEnabled(settings.deletionProtection())
                .tableClassSummary(
                        settings.infrequentAccess()
                                ? new TableClassSummary("STANDARD_INFREQUENT_ACCESS", null)
                                : null)
                .build();
    }

    private static @Nullable BillingModeSummary billing(TableDefinition.Settings settings) {
        if (settings.onDemandSinceMs() == 0) return null;
        return new BillingModeSummary(
                settings.onDemand() ? "PAY_PER_REQUEST" : "PROVISIONED",
                Instant.ofEpochMilli(settings.onDemandSinceMs()));
    }

    private static ProvisionedThroughputDescription throughput(Throughput throughput) {
        return ProvisionedThroughputDescription.builder()
                .readCapacityUnits(throughput.read())
                .writeCapacityUnits(throughput.write())
                .numberOfDecreasesToday(0L)
                .build();
    }

    private static List<KeySchemaElement> keys(KeySchema keys) {
        List<KeySchemaElement> elements = new ArrayList<>();
        elements.add(new KeySchemaElement(keys.partition().name(), "HASH"));
        KeySchema.Part sort = keys.sort();
        if (sort != null) elements.add(new KeySchemaElement(sort.name(), "RANGE"));
        return elements;
    }

    private static Projection projection(IndexDefinition index) {
        return new Projection(
                index.projection().name(),
                index.attributes().isEmpty() ? null : index.attributes());
    }

    private static String arn(TableDefinition table, IndexDefinition index) {
        return table.arn() + "/index/" + index.name();
    }

    private static LocalSecondaryIndexDescription local(
            TableDefinition table, IndexDefinition index, @Nullable Index items) {
        return LocalSecondaryIndexDescription.builder()
                .indexName(index.name())
                .indexArn(arn(table, index))
                .keySchema(keys(index.keys()))
                .projection(projection(index))
                .itemCount(items == null ? 0 : items.count())
                .indexSizeBytes(items == null ? 0 : items.bytes())
                .build();
    }

    private static GlobalSecondaryIndexDescription global(
            TableDefinition table, IndexDefinition index, @Nullable Index items, long nowMs) {
        boolean active = index.isActive(nowMs);
        return GlobalSecondaryIndexDescription.builder()
                .indexName(index.name())
                .indexArn(arn(table, index))
                .keySchema(keys(index.keys()))
                .projection(projection(index))
                .indexStatus(active ? "ACTIVE" : "CREATING")
                .backfilling(active ? null : Boolean.TRUE)
                .provisionedThroughput(throughput(index.throughput()))
                .itemCount(items == null ? 0 : items.count())
                .indexSizeBytes(items == null ? 0 : items.bytes())
                .build();
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream().map(it -> new Tag(it.getKey(), it.getValue())).toList();
    }
}
