package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.dynamodb.Placeholders.Given;
import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.dynamodb.AttributeValue;
import dev.millrace.model.dynamodb.BatchGetItemInput;
import dev.millrace.model.dynamodb.BatchGetItemOutput;
import dev.millrace.model.dynamodb.BatchWriteItemInput;
import dev.millrace.model.dynamodb.BatchWriteItemOutput;
import dev.millrace.model.dynamodb.ConsumedCapacity;
import dev.millrace.model.dynamodb.ItemCollectionMetrics;
import dev.millrace.model.dynamodb.KeysAndAttributes;
import dev.millrace.model.dynamodb.WriteRequest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Many items by their keys: BatchGetItem and BatchWriteItem.
final class BatchOperations {
    /// Memory that an answer may take while it is made.
    static final int MOST_ANSWER_BYTES = 48 << 20;

    private static final int MAX_GETS = 100;
    private static final int MAX_WRITES = 25;

    /// Most bytes of items that are read, or written, at once.
    private static final long MAX_BYTES = 16 << 20;

    private static final String DUPLICATES = "Provided list of item keys contains duplicates";

    private final TableDirectory directory;
    private final ItemWrites writes;

    BatchOperations(TableDirectory directory, ItemWrites writes) {
        this.directory = directory;
        this.writes = writes;
    }

    /// The keys of one table.
    private record Gets(
            Table table,
            List<Map<String, AttributeValue>> wire,
            List<ItemKey> keys,
            @Nullable Projection projection,
            boolean consistent) {}

    BatchGetItemOutput get(Caller caller, BatchGetItemInput input) throws ApiException {
        Map<String, KeysAndAttributes> wanted = requireNonNull(input.requestItems());
        Map<String, Gets> all = new LinkedHashMap<>();
        int count = 0;
        for (KeysAndAttributes keys : wanted.values()) count += requireNonNull(keys.keys()).size();
        if (count > MAX_GETS)
            throw ApiErrors.validation("Too many items requested for the BatchGetItem call");
        for (var entry : wanted.entrySet())
            all.put(entry.getKey(), gets(caller, entry.getKey(), entry.getValue()));
        Map<String, List<Map<String, AttributeValue>>> responses = new LinkedHashMap<>();
        Map<String, KeysAndAttributes> unprocessed = new LinkedHashMap<>();
        List<ConsumedCapacity> capacities = new ArrayList<>();
        long bytes = 0;
        for (var entry : all.entrySet()) {
            Gets gets = entry.getValue();
            var units = new Units(gets.table.definition());
            List<Map<String, AttributeValue>> found = new ArrayList<>();
            List<Map<String, AttributeValue>> left = new ArrayList<>();
            for (int i = 0; i < gets.keys.size(); i++) {
                Item item = gets.table.get(gets.keys.get(i));
                int size = item == null ? 0 : item.size();
                if (bytes + size > MAX_BYTES) {
                    left.add(gets.wire.get(i));
                    continue;
                }
                bytes += size;
                units.read(Units.ofRead(size, gets.consistent));
                if (item != null)
                    found.add(
                            WireValue.wire(
                                    ItemOperations.shown(item.attributes(), gets.projection)));
            }
            responses.put(entry.getKey(), found);
            if (!left.isEmpty())
                unprocessed.put(
                        entry.getKey(), unread(requireNonNull(wanted.get(entry.getKey())), left));
            ConsumedCapacity capacity = units.shape(input.returnConsumedCapacity());
            if (capacity != null) capacities.add(capacity);
        }
        return new BatchGetItemOutput(
                responses, unprocessed, capacities.isEmpty() ? null : capacities);
    }

    private static KeysAndAttributes unread(
            KeysAndAttributes asked, List<Map<String, AttributeValue>> keys) {
        return new KeysAndAttributes(
                keys,
                asked.attributesToGet(),
                asked.consistentRead(),
                asked.projectionExpression(),
                asked.expressionAttributeNames());
    }

    private Gets gets(Caller caller, String name, KeysAndAttributes asked) throws ApiException {
        var selected = new Given(Placeholders.PROJECTION, asked.projectionExpression());
        Placeholders.requireOneKind(
                ItemOperations.legacy("AttributesToGet", asked.attributesToGet()), selected);
        var placeholders = Placeholders.of(asked.expressionAttributeNames(), null, selected);
        Projection projection =
                ItemOperations.projection(
                        asked.attributesToGet(), asked.projectionExpression(), placeholders);
        placeholders.requireAllUsed();
        Table table = directory.usable(caller, name);
        List<Map<String, AttributeValue>> wire = requireNonNull(asked.keys());
        List<ItemKey> keys = new ArrayList<>();
        for (Map<String, AttributeValue> key : wire)
            keys.add(
                    table.definition().keys().parse(WireValue.attributes(WireValue.nullable(key))));
        if (new HashSet<>(keys).size() < keys.size()) throw ApiErrors.validation(DUPLICATES);
        return new Gets(table, wire, keys, projection, Boolean.TRUE.equals(asked.consistentRead()));
    }

    BatchWriteItemOutput write(Caller caller, BatchWriteItemInput input)
            throws ApiException, InterruptedException {
        Map<String, List<WriteRequest>> wanted = requireNonNull(input.requestItems());
        int count = 0;
        for (List<WriteRequest> requests : wanted.values()) count += requests.size();
        if (count > MAX_WRITES)
            throw ApiErrors.validation("Too many items requested for the BatchWriteItem call");
        List<ItemWrite> all = new ArrayList<>();
        List<String> names = new ArrayList<>(); // as they were asked for
        Map<String, List<ItemCollectionMetrics>> metrics = new LinkedHashMap<>();
        long bytes = 0;
        for (var entry : wanted.entrySet()) {
            Table table = directory.usable(caller, entry.getKey());
            Set<ItemKey> keys = new HashSet<>();
            for (WriteRequest request : entry.getValue()) {
                ItemWrite write = write(table, request);
                if (!keys.add(write.key())) throw ApiErrors.validation(DUPLICATES);
                if (write.change() instanceof ItemWrite.Change.Put(var item))
                    bytes += ItemSize.of(item);
                all.add(write);
                names.add(entry.getKey());
            }
        }
        if (bytes > MAX_BYTES)
            throw ApiErrors.validation("The items of a BatchWriteItem call exceed 16 MB");
        List<ItemWrite.Outcome> outcomes = writes.carryOut(all);
        Map<String, Units> units = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            ItemWrite write = all.get(i);
            ItemWrite.Outcome outcome = outcomes.get(i);
            units.computeIfAbsent(names.get(i), _ -> new Units(write.table().definition()))
                    .write(outcome.before(), outcome.after(), 1);
            Map<String, Value> attributes =
                    outcome.after() != null ? outcome.after() : outcome.before();
            ItemCollectionMetrics collection =
                    attributes == null
                            ? null
                            : ItemCollection.metrics(
                                    write.table(),
                                    write.key(),
                                    attributes,
                                    input.returnItemCollectionMetrics());
            if (collection != null)
                metrics.computeIfAbsent(names.get(i), _ -> new ArrayList<>()).add(collection);
        }
        return new BatchWriteItemOutput(
                Map.of(),
                metrics.isEmpty() ? null : metrics,
                capacities(units, input.returnConsumedCapacity(), false, false));
    }

    static @Nullable List<ConsumedCapacity> capacities(
            Map<String, Units> units, @Nullable String wanted, boolean reads, boolean writes) {
        List<ConsumedCapacity> capacities = new ArrayList<>();
        for (Units each : units.values()) {
            ConsumedCapacity capacity = each.shape(wanted, reads, writes);
            if (capacity != null) capacities.add(capacity);
        }
        return capacities.isEmpty() ? null : capacities;
    }

    private static ItemWrite write(Table table, WriteRequest request) throws ApiException {
        var put = request.putRequest();
        var delete = request.deleteRequest();
        if (put != null && delete != null)
            throw ApiErrors.validation(
                    "Supplied AttributeValue has more than one datatypes set, must contain exactly"
                            + " one of the supported datatypes");
        if (put != null) {
            Map<String, Value> item =
                    WireValue.attributes(WireValue.nullable(requireNonNull(put.item())));
            ItemKey key = ItemRules.checkPut(table.definition(), item);
            return new ItemWrite(
                    table, key, new Condition.True(), false, new ItemWrite.Change.Put(item));
        }
        if (delete == null)
            throw ApiErrors.validation(
                    "Supplied AttributeValue is empty, must contain exactly one of the supported"
                            + " datatypes");
        ItemKey key =
                table.definition()
                        .keys()
                        .parse(
                                WireValue.attributes(
                                        WireValue.nullable(requireNonNull(delete.key()))));
        return new ItemWrite(
                table, key, new Condition.True(), false, new ItemWrite.Change.Delete());
    }
}
