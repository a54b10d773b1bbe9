package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;

import dev.millrace.model.kinesis.Kinesis;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/// Random shapes of every kind, written by one side and read by the other.
class JacksonAgreementTest {
    private static final int ROUNDS = 60;
    private static final long SEED = 20131202;

    @ParameterizedTest
    @EnumSource
    void jacksonReadsWhatWeWrite(JacksonOracle.Format format) throws IOException {
        for (ShapeType<?> type : types())
            for (long seed : seeds()) {
                Shape shape = ShapeTree.random(type.empty().getClass(), new Random(seed));
                ShapeWriter writer = format.writer();
                shape.write(writer);
                JsonNode read = format.parse(writer.toByteArray());
                try {
                    JacksonOracle.assertSame(ShapeTree.of(shape), read, format);
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed + ": " + shape + " as " + read, e);
                }
            }
    }

    @ParameterizedTest
    @EnumSource
    void weReadWhatJacksonWrites(JacksonOracle.Format format) {
        for (ShapeType<?> type : types())
            for (long seed : seeds()) {
                Random random = new Random(seed);
                Shape shape = ShapeTree.random(type.empty().getClass(), random);
                byte[] bytes = JacksonOracle.write(ShapeTree.of(shape), format, random);
                ShapeReader reader = format.reader(bytes);
                assertEquals(shape, type.read(reader), () -> "seed " + seed);
                reader.end();
                assertNull(reader.fault());
            }
    }

    @ParameterizedTest
    @EnumSource
    void weReadWhatWeWrite(JacksonOracle.Format format) {
        for (ShapeType<?> type : types())
            for (long seed : seeds()) {
                Shape shape = ShapeTree.random(type.empty().getClass(), new Random(seed));
                ShapeWriter writer = format.writer();
                shape.write(writer);
                ShapeReader reader = format.reader(writer.toByteArray());
                assertEquals(shape, type.read(reader), () -> "seed " + seed);
                reader.end();
                assertNull(reader.fault());
            }
    }

    static final List<ShapeType<?>> TYPES = types();

    private static List<ShapeType<?>> types() {
        var types = new ArrayList<ShapeType<?>>();
        for (OperationType<?, ?> operation : Kinesis.OPERATIONS) {
            types.add(operation.input());
            if (!operation.output().equals(Nothing.TYPE)) types.add(operation.output());
        }
        return types;
    }

    private static long[] seeds() {
        return new SplittableRandom(SEED).longs(ROUNDS).toArray();
    }
}
