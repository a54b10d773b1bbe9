package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which attributes make the key of a table or an index.
record KeySchema(Part partition, @Nullable Part sort) {
    private static final byte[] NONE = {};
    private static final int MAX_PARTITION = 2048;
    private static final int MAX_SORT = 1024;

    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String NOT_VALID = "One or more parameter values are not valid. ";
    static final String MISMATCH = "The provided key element does not match the schema";

    /// @param type `S`, `N` or `B`
    record Part(String name, String type) {}

    List<Part> parts() {
        List<Part> parts = new ArrayList<>(2);
        parts.add(partition);
        if (sort != null) parts.add(sort);
        return parts;
    }

    boolean has(String attribute) {
        return partition.name.equals(attribute) || (sort != null && sort.name.equals(attribute));
    }

    /// The key that `key` says, which must say nothing else.
    ItemKey parse(Map<String, Value> key) throws ApiException {
        if (key.size() != parts().size()) throw ApiErrors.validation(MISMATCH);
        for (Part part : parts()) {
            Value value = key.get(part.name);
            if (value == null || !value.type().equals(part.type))
                throw ApiErrors.validation(MISMATCH);
            requireContent(part, value);
        }
        return checked(key);
    }

    /// The key of an item to be put.
    ItemKey ofItem(Map<String, Value> item) throws ApiException {
        for (Part part : parts()) {
            Value value = item.get(part.name);
            if (value == null)
                throw ApiErrors.validation(
                        INVALID + "Missing the key " + part.name + " in the item");
            if (!value.type().equals(part.type))
                throw ApiErrors.validation(
                        INVALID
                                + "Type mismatch for key "
                                + part.name
                                + " expected: "
                                + part.type
                                + " actual: "
                                + value.type());
            requireContent(part, value);
        }
        return checked(item);
    }

    private static void requireContent(Part part, Value value) throws ApiException {
        String kind = emptyKind(value);
        if (kind != null)
            throw ApiErrors.validation(
                    NOT_VALID
                            + "The AttributeValue for a key attribute cannot contain an empty "
                            + kind
                            + " value. Key: "
                            + part.name);
    }

    private static @Nullable String emptyKind(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text.isEmpty() ? "string" : null;
            case Value.Binary(Blob bytes) -> bytes.length() == 0 ? "binary" : null;
            default -> null;
        };
    }

    private ItemKey checked(Map<String, Value> attributes) throws ApiException {
        ItemKey key = key(attributes);
        if (key == null) throw new IllegalStateException("checked before");
        if (key.partition().length > MAX_PARTITION)
            throw ApiErrors.validation(
                    INVALID
                            + "Size of hashkey has exceeded the maximum size limit of"
                            + MAX_PARTITION
                            + " bytes");
        if (key.sort().length > MAX_SORT)
            throw ApiErrors.validation(
                    INVALID
                            + "Aggregated size of all range keys has exceeded the size limit of "
                            + MAX_SORT
                            + " bytes");
        return key;
    }

    /// Where an item lies, or null if it lacks a part of the key or has another type there, as
    /// items may that were put before there was the index.
    @Nullable ItemKey key(Map<String, Value> item) {
        Value first = item.get(partition.name);
        if (first == null || !first.type().equals(partition.type)) return null;
        if (sort == null) return new ItemKey(bytes(first), NONE);
        Value second = item.get(sort.name);
        if (second == null || !second.type().equals(sort.type)) return null;
        return new ItemKey(bytes(first), bytes(second));
    }

    /// Refuses an item that has this index's keys, but not as the index has them.
    void checkIndexed(String index, Map<String, Value> item) throws ApiException {
        for (Part part : parts()) {
            Value value = item.get(part.name);
            if (value == null) continue;
            if (!value.type().equals(part.type))
                throw ApiErrors.validation(
                        INVALID
                                + "Type mismatch for Index Key "
                                + part.name
                                + " Expected: "
                                + part.type
                                + " Actual: "
                                + value.type()
                                + " IndexName: "
                                + index);
            String kind = emptyKind(value);
            if (kind != null)
                throw ApiErrors.validation(
                        NOT_VALID
                                + "A value specified for a secondary index key is not supported."
                                + " The AttributeValue for a key attribute cannot contain an empty "
                                + kind
                                + " value. IndexName: "
                                + index
                                + ", IndexKey: "
                                + part.name);
            int limit = part.equals(partition) ? MAX_PARTITION : MAX_SORT;
            if (bytes(value).length > limit)
                throw ApiErrors.validation(
                        INVALID
                                + "Size of the key "
                                + part.name
                                + " of the index "
                                + index
                                + " has exceeded the maximum size limit of "
                                + limit
                                + " bytes");
        }
    }

    /// The attributes of a key alone.
    Map<String, Value> only(Map<String, Value> item) {
        Map<String, Value> key = new LinkedHashMap<>();
        for (Part part : parts()) {
            Value value = item.get(part.name);
            if (value != null) key.put(part.name, value);
        }
        return key;
    }

    /// Bytes that compare as the values do.
    static byte[] bytes(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text.getBytes(StandardCharsets.UTF_8);
            case Value.Num(var number) -> ExactNumber.ordered(number);
            case Value.Binary(Blob bytes) -> bytes.toByteArray();
            default -> throw new IllegalArgumentException("no key is a " + value.type());
        };
    }
}
