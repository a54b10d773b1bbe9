package dev.millrace.dynamodb;

import dev.millrace.model.Blob;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The attributes of an item in bytes: how many, then of each its name and its value, which is a
/// tag and what it says. Bytes: `docs/file-format.md`, "Ledger `tables`".
final class ItemCodec {
    // Persisted: never reuse a number.
    private static final int TEXT = 1;
    private static final int NUMBER = 2;
    private static final int BINARY = 3;
    private static final int TEXT_SET = 4;
    private static final int NUMBER_SET = 5;
    private static final int BINARY_SET = 6;
    private static final int MAP = 7;
    private static final int LIST = 8;
    private static final int NULL = 9;
    private static final int TRUE = 10;
    private static final int FALSE = 11;

    /// Scales are from -125 to 167.
    private static final int SCALE_BIAS = 256;

    private ItemCodec() {}

    static byte[] encode(Map<String, Value> attributes) {
        var out = new Packer();
        putMap(out, attributes);
        return out.packed();
    }

    static Map<String, Value> decode(byte[] bytes) {
        var in = new Unpacker(bytes);
        Map<String, Value> attributes = map(in);
        in.end();
        return attributes;
    }

    private static void putMap(Packer out, Map<String, Value> entries) {
        out.count(entries.size());
        entries.forEach((name, value) -> put(out.text(name), value));
    }

    private static void put(Packer out, Value value) {
        switch (value) {
            case Value.Text(String text) -> out.u8(TEXT).text(text);
            case Value.Num(BigDecimal number) -> putNumber(out.u8(NUMBER), number);
            case Value.Binary(Blob bytes) -> putBlob(out.u8(BINARY), bytes);
            case Value.TextSet(var texts) -> {
                out.u8(TEXT_SET).count(texts.size());
                texts.forEach(out::text);
            }
            case Value.NumSet(var numbers) -> {
                out.u8(NUMBER_SET).count(numbers.size());
                numbers.forEach(number -> putNumber(out, number));
            }
            case Value.BinarySet(var blobs) -> {
                out.u8(BINARY_SET).count(blobs.size());
                blobs.forEach(blob -> putBlob(out, blob));
            }
            case Value.MapOf(var entries) -> putMap(out.u8(MAP), entries);
            case Value.ListOf(var elements) -> {
                out.u8(LIST).count(elements.size());
                elements.forEach(element -> put(out, element));
            }
            case Value.Bool(boolean bool) -> out.u8(bool ? TRUE : FALSE);
            case Value.Null() -> out.u8(NULL);
        }
    }

    private static void putNumber(Packer out, BigDecimal number) {
        out.count(number.scale() + SCALE_BIAS).bytes(number.unscaledValue().toByteArray());
    }

    private static void putBlob(Packer out, Blob blob) {
        out.count(blob.length()).raw(blob.array(), blob.offset(), blob.offset() + blob.length());
    }

    private static Map<String, Value> map(Unpacker in) {
        int count = in.count();
        var entries = LinkedHashMap.<String, Value>newLinkedHashMap(count);
        for (int i = 0; i < count; i++)
            if (entries.put(in.text(), value(in)) != null)
                throw new IllegalArgumentException("an attribute twice");
        return entries;
    }

    private static Value value(Unpacker in) {
        int tag = in.u8();
        return switch (tag) {
            case TEXT -> new Value.Text(in.text());
            case NUMBER -> new Value.Num(number(in));
            case BINARY -> new Value.Binary(Blob.of(in.bytes()));
            case TEXT_SET -> {
                Set<String> texts = new LinkedHashSet<>();
                for (int rest = in.count(); rest > 0; rest--) texts.add(in.text());
                yield new Value.TextSet(texts);
            }
            case NUMBER_SET -> {
                Set<BigDecimal> numbers = new LinkedHashSet<>();
                for (int rest = in.count(); rest > 0; rest--) numbers.add(number(in));
                yield new Value.NumSet(numbers);
            }
            case BINARY_SET -> {
                Set<Blob> blobs = new LinkedHashSet<>();
                for (int rest = in.count(); rest > 0; rest--) blobs.add(Blob.of(in.bytes()));
                yield new Value.BinarySet(blobs);
            }
            case MAP -> new Value.MapOf(map(in));
            case LIST -> {
                int count = in.count();
                List<Value> elements = new ArrayList<>(count);
                for (int i = 0; i < count; i++) elements.add(value(in));
                yield new Value.ListOf(elements);
            }
            case NULL -> new Value.Null();
            case TRUE -> new Value.Bool(true);
            case FALSE -> new Value.Bool(false);
            default -> throw new IllegalArgumentException("a value of kind " + tag);
        };
    }

    private static BigDecimal number(Unpacker in) {
        int scale = in.number() - SCALE_BIAS;
        return new BigDecimal(new BigInteger(in.bytes()), scale);
    }
}
