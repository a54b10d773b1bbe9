package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.fuzzing.ParserFuzzing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// Numbers in digits, as integers and as milliseconds; BigDecimal is the other opinion. What is
/// written of a number reads as that number.
class DecimalFuzzTest extends ParserFuzzing {
    /// Exponents that BigDecimal can bear to be asked for.
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,3})?");

    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    DecimalFuzzTest() {
        super("decimals", "-", ".", "e", "E", "+", "0", "00", "9223372036854775807", "e18", "e-3");
    }

    @Override
    protected List<byte[]> examples() {
        return List.of(
                ascii("1538160219.636"),
                ascii("1.538160219636E9"),
                ascii("-9223372036854775808"),
                ascii("0.000000000000000000001e30"),
                ascii("123e-2"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected int longest() {
        return 200;
    }

    @Override
    public void parse(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        if (!NUMBER.matcher(text).matches()) return;
        var exact = new BigDecimal(text);
        for (int shift : new int[] {0, 3}) {
            BigInteger whole = exact.scaleByPowerOfTen(shift).toBigInteger();
            long nearest = whole.max(LEAST).min(MOST).longValue();
            assertEquals(nearest, DecimalText.truncate(input, 0, input.length, shift));
            assertReads(nearest);
        }
    }

    private static void assertReads(long number) {
        byte[] out = new byte[Decimal.MAX_SECONDS];
        int end = Decimal.write(number, out, 0);
        assertEquals(Long.toString(number), text(out, end));
        end = Decimal.writeSeconds(number, out, 0);
        assertEquals(0, new BigDecimal(text(out, end)).compareTo(BigDecimal.valueOf(number, 3)));
    }

    private static String text(byte[] out, int end) {
        return new String(out, 0, end, StandardCharsets.US_ASCII);
    }
}
