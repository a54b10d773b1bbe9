package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.millrace.model.JacksonOracle.Format;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/// Documents with bytes changed, dropped, doubled and put in: ours accepts exactly what the strict
/// reading of the formats does, whichever way it reads, and never fails in another way.
class MutatedBytesTest {
    private static final int ROUNDS = 70_000;
    private static final long SEED = 20131202;

    /// Bytes that mean something in one of the formats.
    private static final byte[] SPICE = {
        '"',
        '\\',
        '/',
        'u',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '-',
        '+',
        '.',
        'e',
        'E',
        '0',
        '1',
        '9',
        ' ',
        '\t',
        '\n',
        't',
        'f',
        'n',
        0,
        0x1f,
        0x7f,
        (byte) 0x80,
        (byte) 0xbf,
        (byte) 0xc0,
        (byte) 0xc1,
        (byte) 0xd8,
        (byte) 0xe0,
        (byte) 0xed,
        (byte) 0xf0,
        (byte) 0xf4,
        (byte) 0xf5,
        (byte) 0xf6,
        (byte) 0xf7,
        (byte) 0xf8,
        (byte) 0xf9,
        (byte) 0xfa,
        (byte) 0xfb,
        (byte) 0xff,
        0x5f,
        0x7f,
        (byte) 0x9f,
        0x1b,
        0x3b,
        0x5b,
        0x7b,
        (byte) 0x9b,
        (byte) 0xbb,
        (byte) 0xdb
    };

    @Test
    @Tag("slow")
    void manyMoreOfThemChangeNothing() {
        long seed = new Random().nextLong();
        System.out.println("mutants of seed " + seed);
        checkJson(seed, 1_000_000);
        checkCbor(seed, 1_000_000);
    }

    @Test
    void ofJsonWeAcceptWhatAStrictReaderDoes() {
        checkJson(SEED, ROUNDS);
    }

    private static void checkJson(long firstSeed, int rounds) {
        eachMutant(
                Format.JSON,
                firstSeed,
                rounds,
                (seed, type, bytes) -> {
                    boolean accepted = skips(Format.JSON, bytes);
                    assertEquals(strictJson(bytes), accepted, () -> describe(seed, bytes));
                    assertEquals(accepted, reads(type, Format.JSON, bytes), "seed " + seed);
                });
    }

    @Test
    void ofCborWeAcceptWhatTheGrammarAdmitsAndJacksonDoesNotMind() {
        checkCbor(SEED, ROUNDS);
    }

    private static void checkCbor(long firstSeed, int rounds) {
        eachMutant(
                Format.CBOR,
                firstSeed,
                rounds,
                (seed, type, bytes) -> {
                    boolean accepted = skips(Format.CBOR, bytes);
                    assertEquals(CborGrammar.admits(bytes), accepted, () -> describe(seed, bytes));
                    assertEquals(accepted, reads(type, Format.CBOR, bytes), "seed " + seed);
                    if (accepted) assertJacksonMindsTagsOnly(seed, bytes);
                });
    }

    /// We read over tags whatever they say; Jackson takes no large ones, and looks into some.
    private static void assertJacksonMindsTagsOnly(long seed, byte[] bytes) {
        String refusal = jacksonRefuses(Format.CBOR, bytes);
        if (refusal != null)
            assertTrue(
                    refusal.contains("Illegal Tag value") || refusal.contains("for tagged"),
                    () -> describe(seed, bytes) + refusal);
    }

    private interface Check {
        void check(long seed, ShapeType<?> type, byte[] bytes);
    }

    private static void eachMutant(Format format, long firstSeed, int rounds, Check check) {
        List<ShapeType<?>> types = JacksonAgreementTest.types();
        new SplittableRandom(firstSeed)
                .longs(rounds)
                .forEach(
                        seed -> {
                            Random random = new Random(seed);
                            ShapeType<?> type = types.get(random.nextInt(types.size()));
                            byte[] bytes = original(type, format, random);
                            for (int i = random.nextInt(3); i >= 0; i--)
                                bytes = mutated(bytes, random);
                            check.check(seed, type, bytes);
                        });
    }

    private static byte[] original(ShapeType<?> type, Format format, Random random) {
        Shape shape = ShapeTree.random(type.empty().getClass(), random);
        if (random.nextBoolean()) return JacksonOracle.write(ShapeTree.of(shape), format, random);
        ShapeWriter writer = format.writer();
        shape.write(writer);
        return writer.toByteArray();
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int span = Math.min(bytes.length - at, random.nextInt(1, 5));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> spliced(bytes, at, span, new byte[0]);
            case 2 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + span));
            case 3 -> spliced(bytes, at, 0, new byte[] {SPICE[random.nextInt(SPICE.length)]});
            case 4 -> spliced(bytes, at, Math.min(1, span), new byte[] {spice(random)});
            default -> {
                byte[] flipped = bytes.clone();
                if (at < bytes.length) flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
        };
    }

    private static byte spice(Random random) {
        return SPICE[random.nextInt(SPICE.length)];
    }

    private static byte[] spliced(byte[] bytes, int at, int drop, byte[] insert) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - drop + insert.length);
        System.arraycopy(insert, 0, result, at, insert.length);
        System.arraycopy(bytes, at + drop, result, at + insert.length, bytes.length - at - drop);
        return result;
    }

    private static boolean skips(Format format, byte[] bytes) {
        return accepts(format.reader(bytes), ShapeReader::skipValue);
    }

    private static boolean reads(ShapeType<?> type, Format format, byte[] bytes) {
        return accepts(format.reader(bytes), type::read);
    }

    private static boolean accepts(
            ShapeReader reader, java.util.function.Consumer<ShapeReader> how) {
        try {
            how.accept(reader);
            reader.end();
            return true;
        } catch (MalformedException expected) {
            return false;
        }
    }

    /// Jackson's opinion, and in three points not Jackson's: it guesses at other encodings, decodes
    /// forbidden UTF-8, and lets unpaired surrogates through.
    private static boolean strictJson(byte[] bytes) {
        boolean byteOrderMark = bytes.length > 0 && bytes[0] == (byte) 0xef;
        boolean otherEncoding = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(0) >= 0;
        return !byteOrderMark
                && !otherEncoding
                && isUtf8(bytes)
                && jacksonRefuses(Format.JSON, bytes) == null;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /// Why Jackson does not take the document; null if it does.
    private static @Nullable String jacksonRefuses(Format format, byte[] bytes) {
        try (JsonParser parser = format.factory().createParser(bytes)) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                if (token == null) return "truncated";
                if (token.isStructStart()) depth++;
                else if (token.isStructEnd()) depth--;
                else if (token == JsonToken.VALUE_EMBEDDED_OBJECT) parser.getBinaryValue();
                else if (!StandardCharsets.UTF_8.newEncoder().canEncode(parser.getText()))
                    return "an unpaired surrogate";
            } while (depth > 0);
            return parser.nextToken() == null ? null : "something after the document";
        } catch (IOException | RuntimeException refused) {
            return refused.toString();
        }
    }

    private static String describe(long seed, byte[] bytes) {
        return "seed %d: %s %s"
                .formatted(
                        seed,
                        HexFormat.of().formatHex(bytes),
                        new String(bytes, StandardCharsets.ISO_8859_1));
    }
}
