package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.ApiException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;

class ExactNumberTest {
    /// Any number that can be kept, often close to others.
    @Provide
    Arbitrary<BigDecimal> numbers() {
        Arbitrary<BigInteger> digits =
                Arbitraries.oneOf(
                        Arbitraries.bigIntegers()
                                .between(BigInteger.TEN.pow(38).negate(), BigInteger.TEN.pow(38))
                                .filter(it -> it.abs().compareTo(BigInteger.TEN.pow(38)) < 0),
                        Arbitraries.bigIntegers()
                                .between(BigInteger.valueOf(-200), BigInteger.valueOf(200)));
        Arbitrary<Integer> scales =
                Arbitraries.oneOf(
                        Arbitraries.integers().between(-80, 130),
                        Arbitraries.integers().between(-2, 2));
        return Combinators.combine(digits, scales).as(BigDecimal::new);
    }

    @Property(tries = 2_000)
    void isReadAsBigDecimalReadsItAndPrintedInFull(@ForAll("numbers") BigDecimal number)
            throws Exception {
        BigDecimal read = ExactNumber.parse(number.toString());
        assertEquals(0, number.compareTo(read));
        assertEquals(read, ExactNumber.parse(number.toPlainString()));
        assertEquals(read, ExactNumber.parse(ExactNumber.text(read)));
        var item = Map.<String, Value>of("n", new Value.Num(read));
        assertEquals(item, ItemCodec.decode(ItemCodec.encode(item)));
    }

    @Property(tries = 5_000)
    void keysLieAsTheirNumbersDo(
            @ForAll("numbers") BigDecimal one, @ForAll("numbers") BigDecimal other)
            throws Exception {
        BigDecimal a = ExactNumber.parse(one.toString());
        BigDecimal b = ExactNumber.parse(other.toString());
        int order = Arrays.compareUnsigned(ExactNumber.ordered(a), ExactNumber.ordered(b));
        assertEquals(a.compareTo(b), Integer.signum(order));
    }

    @Property(tries = 1_000)
    void sumsAreBigDecimalsWhereTheyFit(
            @ForAll("numbers") BigDecimal one, @ForAll("numbers") BigDecimal other)
            throws Exception {
        BigDecimal sum = one.add(other);
        if (sum.precision() > ExactNumber.MAX_DIGITS) return;
        assertEquals(0, sum.compareTo(ExactNumber.add(one, other)));
        assertEquals(0, one.compareTo(ExactNumber.subtract(sum, other)));
    }

    private static void refused(String text, String message) {
        var refusal = assertThrows(ApiException.class, () -> ExactNumber.parse(text));
        assertEquals(message, refusal.getMessage());
    }

    @Test
    void whatIsNoNumberOrTooLongOrTooFarIsRefused() throws Exception {
        String none = "The parameter cannot be converted to a numeric value";
        refused("", none);
        for (String text : new String[] {"a", "-", ".", "1e", "1e+", "1 ", " 1", "0x1", "1.2.3"})
            refused(text, none + ": " + text);
        String digits = "Attempting to store more than 38 significant digits in a Number";
        refused("1" + "0".repeat(37) + "1", digits);
        refused("0." + "1".repeat(39), digits);
        String tooLarge =
                "Number overflow. Attempting to store a number with magnitude larger than supported"
                        + " range";
        refused("1e126", tooLarge);
        refused("-10e125", tooLarge);
        refused("1e999999999999999999999", tooLarge);
        String tooSmall =
                "Number underflow. Attempting to store a number with magnitude smaller than"
                        + " supported range";
        refused("1e-131", tooSmall);
        refused("0.1e-130", tooSmall);
        refused("1e-99999999999", tooSmall);
        assertEquals(
                "9".repeat(38) + "0".repeat(88),
                ExactNumber.text(ExactNumber.parse("9." + "9".repeat(37) + "e125")));
        assertEquals("0", ExactNumber.text(ExactNumber.parse("-0.000e-99999999999")));
        assertEquals("100", ExactNumber.text(ExactNumber.parse("+1E2")));
        assertEquals("1", ExactNumber.text(ExactNumber.parse("000001.000")));
        // However long it is, reading takes no longer than that.
        assertEquals("5", ExactNumber.text(ExactNumber.parse("0".repeat(1_000_000) + "5")));
        refused("7".repeat(1_000_000), digits);
    }
}
