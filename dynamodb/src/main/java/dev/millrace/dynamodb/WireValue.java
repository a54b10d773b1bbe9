package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.MemberName;
import dev.millrace.model.ShapeWriter;
import dev.millrace.model.dynamodb.AttributeValue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Values as they travel, and what the service says of those that are none.
final class WireValue {
    /// Maps and lists in one another.
    private static final int MAX_DEPTH = 32;

    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String NONE =
            "Supplied AttributeValue is empty, must contain exactly one of the supported"
                    + " datatypes";
    private static final String SEVERAL =
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of"
                    + " the supported datatypes";
    private static final String TOO_DEEP =
            "Nesting Levels have exceeded supported limits: Attributes of an item may be nested"
                    + " up to 32 levels deep";

    private static final MemberName ITEM = MemberName.of("Item");

    private WireValue() {}

    static Map<String, Value> attributes(Map<String, @Nullable AttributeValue> wire)
            throws ApiException {
        return attributes(wire, 0);
    }

    private static Map<String, Value> attributes(
            Map<String, @Nullable AttributeValue> wire, int depth) throws ApiException {
        var attributes = LinkedHashMap.<String, Value>newLinkedHashMap(wire.size());
        for (var entry : wire.entrySet())
            attributes.put(entry.getKey(), value(entry.getValue(), depth));
        return attributes;
    }

    static Value value(@Nullable AttributeValue wire) throws ApiException {
        return value(wire, 0);
    }

    private static Value value(@Nullable AttributeValue wire, int depth) throws ApiException {
        if (wire == null) throw ApiErrors.validation(NONE);
        if (depth > MAX_DEPTH) throw ApiErrors.validation(TOO_DEEP);
        Value value = null;
        int types = 0;
        if (wire.s() != null) {
            value = new Value.Text(wire.s());
            types++;
        }
        if (wire.n() != null) {
            value = new Value.Num(ExactNumber.parse(wire.n()));
            types++;
        }
        if (wire.b() != null) {
            value = new Value.Binary(wire.b());
            types++;
        }
        if (wire.sS() != null) {
            value = textSet(wire.sS());
            types++;
        }
        if (wire.nS() != null) {
            value = numSet(wire.nS());
            types++;
        }
        if (wire.bS() != null) {
            value = binarySet(wire.bS());
            types++;
        }
        if (wire.m() != null) {
            value = new Value.MapOf(attributes(nullable(wire.m()), depth + 1));
            types++;
        }
        if (wire.l() != null) {
            value = list(nullable(wire.l()), depth + 1);
            types++;
        }
        if (wire.nULL() != null) {
            if (!wire.nULL())
                throw ApiErrors.validation(
                        INVALID + "Null attribute value types must have the value of true");
            value = new Value.Null();
            types++;
        }
        if (wire.bOOL() != null) {
            value = new Value.Bool(wire.bOOL());
            types++;
        }
        if (value == null) throw ApiErrors.validation(NONE);
        if (types > 1) throw ApiErrors.validation(SEVERAL);
        return value;
    }

    /// What a document holds may be null, whatever the shape's type says.
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable AttributeValue> nullable(Map<String, AttributeValue> map) {
        return (Map<String, @Nullable AttributeValue>) (Map<?, ?>) map;
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable AttributeValue> nullable(List<AttributeValue> list) {
        return (List<@Nullable AttributeValue>) (List<?>) list;
    }

    private static Value list(List<@Nullable AttributeValue> wire, int depth) throws ApiException {
        var elements = new ArrayList<Value>(wire.size());
        for (AttributeValue element : wire) elements.add(value(element, depth));
        return new Value.ListOf(elements);
    }

    private static Value textSet(List<String> wire) throws ApiException {
        if (wire.isEmpty()) throw ApiErrors.validation(INVALID + "An string set  may not be empty");
        Set<String> texts = new LinkedHashSet<>();
        for (String text : wire) {
            if (text == null) throw ApiErrors.validation(NONE);
            if (!texts.add(text))
                throw ApiErrors.validation(
                        INVALID + "Input collection " + wire + " contains duplicates.");
        }
        return new Value.TextSet(texts);
    }

    private static Value numSet(List<String> wire) throws ApiException {
        if (wire.isEmpty()) throw ApiErrors.validation(INVALID + "An number set  may not be empty");
        Set<BigDecimal> numbers = new LinkedHashSet<>();
        for (String text : wire) {
            if (text == null) throw ApiErrors.validation(NONE);
            if (!numbers.add(ExactNumber.parse(text)))
                throw ApiErrors.validation("Input collection contains duplicates");
        }
        return new Value.NumSet(numbers);
    }

    private static Value binarySet(List<Blob> wire) throws ApiException {
        if (wire.isEmpty()) throw ApiErrors.validation(INVALID + "Binary sets should not be empty");
        Set<Blob> blobs = new LinkedHashSet<>();
        for (Blob blob : wire) {
            if (blob == null) throw ApiErrors.validation(NONE);
            if (!blobs.add(blob)) {
                List<String> shown = new ArrayList<>();
                for (Blob each : wire)
                    if (each != null)
                        shown.add(Base64.getEncoder().encodeToString(each.toByteArray()));
                throw ApiErrors.validation(
                        INVALID + "Input collection " + shown + "of type BS contains duplicates.");
            }
        }
        return new Value.BinarySet(blobs);
    }

    static Map<String, AttributeValue> wire(Map<String, Value> attributes) {
        var wire = LinkedHashMap.<String, AttributeValue>newLinkedHashMap(attributes.size());
        attributes.forEach((name, value) -> wire.put(name, wire(value)));
        return wire;
    }

    static AttributeValue wire(Value value) {
        var wire = AttributeValue.builder();
        switch (value) {
            case Value.Text(String text) -> wire.s(text);
            case Value.Num(BigDecimal number) -> wire.n(ExactNumber.text(number));
            case Value.Binary(Blob bytes) -> wire.b(bytes);
            case Value.TextSet(var texts) -> wire.sS(List.copyOf(texts));
            case Value.NumSet(var numbers) ->
                    wire.nS(numbers.stream().map(ExactNumber::text).toList());
            case Value.BinarySet(var blobs) -> wire.bS(List.copyOf(blobs));
            case Value.MapOf(var entries) -> wire.m(wire(entries));
            case Value.ListOf(var elements) ->
                    wire.l(elements.stream().map(WireValue::wire).toList());
            case Value.Bool(boolean bool) -> wire.bOOL(bool);
            case Value.Null() -> wire.nULL(true);
        }
        return wire.build();
    }

    /// Writes the member `Item` of an error.
    static void writeItem(ShapeWriter out, Map<String, Value> item) {
        out.member(ITEM);
        out.beginMap(item.size());
        item.forEach(
                (name, value) -> {
                    out.key(name);
                    wire(value).write(out);
                });
        out.endMap();
    }

    /// A value as messages print it, such as `{N:5}`.
    static String print(Value value) {
        return switch (value) {
            case Value.Text(String text) -> "{S:" + text + "}";
            case Value.Num(BigDecimal number) -> "{N:" + ExactNumber.text(number) + "}";
            case Value.Binary(Blob bytes) ->
                    "{B:" + Base64.getEncoder().encodeToString(bytes.toByteArray()) + "}";
            default -> "{" + value.type() + "}";
        };
    }
}
