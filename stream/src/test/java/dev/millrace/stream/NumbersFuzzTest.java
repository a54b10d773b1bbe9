package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.fuzzing.ParserFuzzing;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/// Texts that clients send as sequence numbers, hash keys and shard ids; BigInteger is the other
/// opinion.
class NumbersFuzzTest extends ParserFuzzing {
    private static final BigInteger KEYS = BigInteger.ONE.shiftLeft(128);
    private static final BigInteger VERSION_ZERO = BigInteger.ONE.shiftLeft(124);

    NumbersFuzzTest() {
        super("numbers", "shardId-", "-", "+", " ", "000000000000", "9", "2147483648", hex("d9a1"));
    }

    @Override
    protected List<byte[]> examples() {
        return List.of(
                ascii(new SequenceNumber(1_500_000_000, 7, 1_600_000_000, 3).toString()),
                ascii(new SequenceNumber(1, SequenceNumber.LAST, 0, 0).toString()),
                ascii(VERSION_ZERO.toString()),
                ascii(VERSION_ZERO.subtract(BigInteger.ONE).toString()),
                ascii(HashKey.MAX.toString()),
                ascii(KEYS.toString()),
                ascii("0"),
                ascii(ShardId.of(Integer.MAX_VALUE)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void parse(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        BigInteger value = isNumber(text) ? new BigInteger(text) : null;
        HashKey key = HashKey.parse(text);
        if (value != null && text.length() <= 39 && value.compareTo(KEYS) < 0) {
            assertEquals(value, key == null ? null : key.toBigInteger());
            assertEquals(value.toString(), key == null ? null : key.toString());
        } else {
            assertNull(key);
        }
        checkSequenceNumber(text, value);
        checkShardId(text);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() < 100
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void checkSequenceNumber(String text, @Nullable BigInteger value) {
        switch (SequenceNumber.parse(text)) {
            case SequenceNumber.Parsed.Current(SequenceNumber number) ->
                    assertEquals(new BigInteger(text).toString(), number.toString());
            case SequenceNumber.Parsed.VersionZero() ->
                    assertTrue(new BigInteger(text).compareTo(VERSION_ZERO) < 0);
            case SequenceNumber.Parsed.Invalid() -> {
                if (value == null) return;
                assertTrue(value.compareTo(VERSION_ZERO) >= 0);
                // Version 2 of the layout, read as hexadecimal: 2 at the front and at the end.
                String digits = value.toString(16);
                boolean plain =
                        digits.length() == 47
                                && digits.startsWith("2")
                                && digits.endsWith("2")
                                && digits.startsWith("00", 27)
                                && digits.charAt(10) == digits.charAt(45)
                                && digits.charAt(11) < '8'
                                && digits.charAt(38) < '8'
                                && Long.parseLong(digits, 1, 10, 16)
                                        < SequenceNumber.CREATION_LIMIT;
                assertNotEquals(true, plain);
            }
        }
    }

    private static void checkShardId(String text) {
        OptionalInt index = ShardId.parse(text);
        if (index.isPresent()) assertEquals(index, ShardId.parse(ShardId.of(index.getAsInt())));
    }
}
