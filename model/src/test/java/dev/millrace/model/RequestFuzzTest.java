package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.model.JacksonOracle.Format;
import dev.millrace.model.kinesis.Kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The inputs of all operations, in both formats: read, validated, and what is valid comes back the
/// same from both formats. The first byte says which shape, and which format.
class RequestFuzzTest extends ParserFuzzing {
    /// A message names ten violations at most, each with a value that is cut at 64 KiB.
    private static final int LONGEST_MESSAGE = 10 * ((64 << 10) + 2_000);

    private static final int FORMAT = 0x80;

    private static final List<ShapeType<?>> INPUTS = inputs();

    private static List<ShapeType<?>> inputs() {
        var inputs = new ArrayList<ShapeType<?>>();
        for (OperationType<?, ?> operation : Kinesis.OPERATIONS) inputs.add(operation.input());
        return inputs;
    }

    RequestFuzzTest() {
        super(
                "requests",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "null",
                "true",
                "\"1\"",
                "0",
                "-1",
                "1.5",
                "1e30",
                "1.7e308",
                "\"AAAA\"",
                "\"A===\"",
                hex("bf"),
                hex("ff"),
                hex("9f"),
                hex("f6"),
                hex("fb7ff0000000000000"),
                hex("1b7fffffffff"),
                hex("3bffffffffffffffff"),
                hex("c1"),
                hex("40"),
                hex("60"),
                "\"StreamName\"",
                "\"StreamARN\"",
                "\"Records\"",
                "\"Data\"",
                "\"PartitionKey\"",
                "\"Timestamp\"",
                "\"Tags\"",
                "\"StreamModeDetails\"",
                "arn:aws:kinesis:eu-west-1:000000000000:stream/a",
                hex("c3a9"));
    }

    @Override
    protected List<byte[]> examples() {
        var examples = new ArrayList<byte[]>();
        var random = new Random(1);
        for (Format format : Format.values())
            for (int i = 0; i < INPUTS.size(); i++)
                for (int j = 0; j < 2; j++) examples.add(example(INPUTS.get(i), i, format, random));
        return examples;
    }

    private static byte[] example(ShapeType<?> type, int index, Format format, Random random) {
        Shape shape = ShapeTree.random(type.empty().getClass(), random);
        byte[] document = JacksonOracle.write(ShapeTree.of(shape), format, random);
        byte[] input = new byte[document.length + 1];
        input[0] = (byte) (index | (format == Format.CBOR ? FORMAT : 0));
        System.arraycopy(document, 0, input, 1, document.length);
        return input;
    }

    @Override
    public void parse(byte[] input) {
        if (input.length == 0) return;
        ShapeType<?> type = INPUTS.get((input[0] & 0x7f) % INPUTS.size());
        read(type, (input[0] & FORMAT) == 0 ? Format.JSON : Format.CBOR, input);
    }

    private static <T extends Shape> void read(ShapeType<T> type, Format format, byte[] input) {
        ShapeReader reader =
                format == Format.JSON
                        ? new JsonReader(input, 1, input.length - 1)
                        : new CborReader(input, 1, input.length - 1);
        T shape;
        try {
            shape = type.read(reader);
            reader.end();
        } catch (MalformedException refused) {
            return;
        }
        var violations = new Violations();
        type.validate(shape, violations);
        if (!violations.isEmpty()) {
            assertTrue(violations.message().length() < LONGEST_MESSAGE);
            return;
        }
        for (Format other : Format.values()) {
            ShapeWriter writer = other.writer();
            shape.write(writer);
            ShapeReader again = other.reader(writer.toByteArray());
            assertEquals(shape, type.read(again));
            again.end();
            assertNull(again.fault());
        }
    }
}
