package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.dynamodb.AttributeDefinition;
import dev.millrace.model.dynamodb.KeySchemaElement;
import dev.millrace.model.dynamodb.Projection;
import dev.millrace.model.dynamodb.ProvisionedThroughput;
import dev.millrace.model.dynamodb.SSESpecification;
import dev.millrace.model.dynamodb.StreamSpecification;
import dev.millrace.model.dynamodb.Tag;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads the parts of requests that make or change tables.
final class TableRequest {
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final int MAX_TAGS = 50;
    private static final int MAX_LOCAL = 5;
    private static final int MAX_GLOBAL = 20;

    private TableRequest() {}

    static Map<String, String> attributes(@Nullable List<AttributeDefinition> wire)
            throws ApiException {
        Map<String, String> types = new LinkedHashMap<>();
        if (wire == null) return types;
        for (AttributeDefinition attribute : wire) {
            String name = requireNonNull(attribute.attributeName());
            if (types.put(name, requireNonNull(attribute.attributeType())) != null)
                throw ApiErrors.validation(
                        INVALID + "Cannot have duplicate attribute name: " + name);
        }
        return types;
    }

    static KeySchema keys(@Nullable List<KeySchemaElement> wire, Map<String, String> types)
            throws ApiException {
        if (wire == null || wire.isEmpty())
            throw ApiErrors.validation("Invalid KeySchema: The KeySchema is missing");
        if (wire.size() > 2)
            throw ApiErrors.validation(
                    "1 validation error detected: Value '"
                            + wire
                            + "' at 'keySchema' failed to satisfy constraint: Member must have"
                            + " length less than or equal to 2");
        List<String> names = new ArrayList<>();
        for (KeySchemaElement element : wire) names.add(requireNonNull(element.attributeName()));
        if (!"HASH".equals(wire.getFirst().keyType()))
            throw ApiErrors.validation(
                    "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        if (wire.size() == 2 && !"RANGE".equals(wire.get(1).keyType()))
            throw ApiErrors.validation(
                    "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
        if (wire.size() == 2 && names.get(0).equals(names.get(1)))
            throw ApiErrors.validation(
                    "Both the Hash Key and the Range Key element in the KeySchema have the same"
                            + " name");
        List<KeySchema.Part> parts = new ArrayList<>();
        for (String name : names) {
            String type = types.get(name);
            if (type == null)
                throw ApiErrors.validation(
                        INVALID
                                + "Some index key attributes are not defined in"
                                + " AttributeDefinitions. Keys: "
                                + names
                                + ", AttributeDefinitions: "
                                + new ArrayList<>(types.keySet()));
            parts.add(new KeySchema.Part(name, type));
        }
        return new KeySchema(parts.getFirst(), parts.size() == 2 ? parts.get(1) : null);
    }

    /// Refuses attribute definitions that no key needs.
    static void requireAllUsed(
            Map<String, String> types, KeySchema table, List<IndexDefinition> indexes)
            throws ApiException {
        Set<String> used = new TreeSet<>();
        table.parts().forEach(part -> used.add(part.name()));
        for (IndexDefinition index : indexes)
            index.keys().parts().forEach(part -> used.add(part.name()));
        if (used.containsAll(types.keySet())) return;
        throw ApiErrors.validation(
                indexes.isEmpty()
                        ? INVALID
                                + "Number of attributes in KeySchema does not exactly match number"
                                + " of attributes defined in AttributeDefinitions"
                        : INVALID
                                + "Some AttributeDefinitions are not used. AttributeDefinitions: "
                                + new ArrayList<>(types.keySet())
                                + ", keys used: "
                                + new ArrayList<>(used));
    }

    static IndexDefinition index(
            @Nullable String name,
            boolean local,
            KeySchema keys,
            @Nullable Projection projection,
            Throughput throughput,
            long createdUntilMs)
            throws ApiException {
        String type = projection == null ? null : projection.projectionType();
        if (type == null) throw ApiErrors.validation(INVALID + "Unknown ProjectionType: null");
        List<String> attributes = requireNonNull(projection).nonKeyAttributes();
        boolean includes = type.equals("INCLUDE");
        if (includes && attributes == null)
            throw ApiErrors.validation(
                    INVALID + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        if (!includes && attributes != null)
            throw ApiErrors.validation(
                    INVALID + "ProjectionType is " + type + ", but NonKeyAttributes is specified");
        return new IndexDefinition(
                requireNonNull(name),
                local,
                keys,
                IndexDefinition.Projection.valueOf(type),
                attributes == null ? List.of() : attributes,
                throughput,
                createdUntilMs);
    }

    static void checkIndexes(KeySchema table, List<IndexDefinition> indexes) throws ApiException {
        Set<String> names = new TreeSet<>();
        int locals = 0;
        for (IndexDefinition index : indexes) {
            if (!names.add(index.name()))
                throw ApiErrors.validation(INVALID + "Duplicate index name: " + index.name());
            if (!index.local()) continue;
            locals++;
            if (table.sort() == null)
                throw ApiErrors.validation(
                        INVALID
                                + "Table KeySchema does not have a range key, which is required"
                                + " when specifying a LocalSecondaryIndex");
            if (!index.keys().partition().equals(table.partition()))
                throw ApiErrors.validation(
                        INVALID
                                + "Index KeySchema does not have the same leading hash key as table"
                                + " KeySchema for index: "
                                + index.name()
                                + ". index hash key: "
                                + index.keys().partition().name()
                                + ", table hash key: "
                                + table.partition().name());
            if (index.keys().sort() == null)
                throw ApiErrors.validation(
                        INVALID
                                + "Index KeySchema does not have a range key for index: "
                                + index.name());
        }
        if (locals > MAX_LOCAL)
            throw ApiErrors.validation(
                    INVALID
                            + "Number of LocalSecondaryIndexes exceeds per-table limit of "
                            + MAX_LOCAL);
        if (indexes.size() - locals > MAX_GLOBAL)
            throw ApiErrors.validation(
                    INVALID
                            + "GlobalSecondaryIndex count exceeds the per-table limit of "
                            + MAX_GLOBAL);
    }

    /// @param index whose throughput it is, or null for the table's
    static Throughput throughput(
            @Nullable ProvisionedThroughput wire, boolean onDemand, @Nullable String index)
            throws ApiException {
        if (onDemand) {
            if (wire == null) return Throughput.NONE;
            throw ApiErrors.validation(
                    INVALID
                            + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified"
                            + " when BillingMode is PAY_PER_REQUEST");
        }
        if (wire == null)
            throw ApiErrors.validation(
                    INVALID
                            + (index == null
                                    ? "ReadCapacityUnits and WriteCapacityUnits must both be"
                                            + " specified when BillingMode is PROVISIONED"
                                    : "ProvisionedThroughput is not specified for index: "
                                            + index));
        return new Throughput(
                requireNonNull(wire.readCapacityUnits()),
                requireNonNull(wire.writeCapacityUnits()));
    }

    static Map<String, String> tags(@Nullable List<Tag> wire) throws ApiException {
        Map<String, String> tags = new LinkedHashMap<>();
        if (wire == null) return tags;
        for (Tag tag : wire) {
            if (tags.put(requireNonNull(tag.key()), requireNonNull(tag.value())) != null)
                throw ApiErrors.validation(
                        INVALID + "Duplicate Tag Key found. Tag Key: " + tag.key());
        }
        checkTags(tags);
        return tags;
    }

    static void checkTags(Map<String, String> tags) throws ApiException {
        if (tags.size() > MAX_TAGS)
            throw ApiErrors.limitExceeded(
                    "Subscriber limit exceeded: There is a limit of "
                            + MAX_TAGS
                            + " tags per resource");
    }

    /// Refuses what is not there rather than to forget it.
    static void requireAbsent(String member, @Nullable Object value) throws ApiException {
        if (value != null)
            throw ApiErrors.validation(INVALID + member + " is not supported by this server");
    }

    static void requireOff(@Nullable StreamSpecification stream, @Nullable SSESpecification sse)
            throws ApiException {
        if (stream != null && Boolean.TRUE.equals(stream.streamEnabled()))
            requireAbsent("StreamSpecification", stream);
        if (sse != null && Boolean.TRUE.equals(sse.enabled()))
            requireAbsent("SSESpecification", sse);
    }
}
