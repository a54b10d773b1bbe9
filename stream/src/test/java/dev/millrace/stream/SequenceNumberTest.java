package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.time.Instant;

class SequenceNumberTest {
    private static final SequencePrinters PRINTERS = new SequencePrinters();

    /// Numbers recorded from the service.
    @Test
    void recordedNumbersDecode() {
        assertEquals(
                new SequenceNumber(
                        Instant.parse("2018-11-21T04:57:38Z").getEpochSecond(),
                        1_734_642_199L,
                        Instant.parse("2018-12-17T22:10:50Z").getEpochSecond(),
                        6),
                parsed("49590338271490256608559692538361571095921575989136588898"));
        assertEquals(
                new SequenceNumber(
                        Instant.parse("2019-11-08T04:45:22Z").getEpochSecond(),
                        258_004_939L,
                        Instant.parse("2019-11-14T00:38:04Z").getEpochSecond(),
                        1),
                parsed("49601189658422359378836298522902373528957594348623495186"));
    }

    @Property(tries = 1_000)
    void printsTheServicesLayoutAndParsesBack(
            @ForAll @LongRange(min = 1_000_000_000, max = 16_025_174_999L) long creation,
            @ForAll @LongRange(min = 0) long counter,
            @ForAll @LongRange(min = 0, max = (1L << 36) - 1) long record,
            @ForAll @IntRange(min = 0) int index) {
        var number = new SequenceNumber(creation, counter, record, index);
        String hex =
                "2%09x%x%016x00%09x%08x2".formatted(creation, index & 0xf, counter, record, index);
        assertEquals(new BigInteger(hex, 16).toString(), number.toString());
        assertEquals(56, number.toString().length());
        assertEquals(number, parsed(number.toString()));
    }

    @Property(tries = 1_000)
    void comparesAsItsDecimalTextDoes(
            @ForAll @LongRange(min = 1_500_000_000, max = 1_500_000_003) long oneCreation,
            @ForAll @LongRange(min = 0, max = 3) long oneCounter,
            @ForAll @LongRange(min = 1_500_000_000, max = 1_500_000_003) long otherCreation,
            @ForAll @LongRange(min = 0, max = 3) long otherCounter) {
        var one = new SequenceNumber(oneCreation, oneCounter, 1_600_000_000, 4);
        var other = new SequenceNumber(otherCreation, otherCounter, 1_600_000_000, 4);
        assertEquals(
                new BigInteger(one.toString()).compareTo(new BigInteger(other.toString())) < 0,
                one.isBefore(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-1",
                // The last digit, the layout's version, is 1 and 3.
                "49590338271490256608559692538361571095921575989136588897",
                "49590338271490256608559692538361571095921575989136588899",
                // More than 192 bits, and the longest that the model lets through.
                "99999999999999999999999999999999999999999999999999999999999999",
                "999999999999999999999999999999999999999999999999999999999999999999999999999999"
                        + "999999999999999999999999999999999999999999999999999",
            })
    void aNumberOfAnotherLayoutIsInvalid(String decimal) {
        assertInstanceOf(SequenceNumber.Parsed.Invalid.class, SequenceNumber.parse(decimal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "21267647932558653966460912964485513215"})
    void aNumberBelowTwoToThe124IsOfVersionZero(String decimal) {
        assertInstanceOf(SequenceNumber.Parsed.VersionZero.class, SequenceNumber.parse(decimal));
    }

    @Property(tries = 2_000)
    void aPrinterPrintsTheSame(
            @ForAll @LongRange(min = 1_000_000_000, max = 16_025_174_999L) long creation,
            @ForAll @LongRange(min = 0) long counter,
            @ForAll @LongRange(min = 0, max = (1L << 36) - 1) long record,
            @ForAll @IntRange(min = 0) int index,
            @ForAll @IntRange(min = 0) int other) {
        var printer = new SequencePrinter(creation, record, (other & ~0xf) | (index & 0xf));
        assertTrue(printer.prints(creation, record, index));
        for (long each : new long[] {counter, counter & 0xffff, 0, 1, SequenceNumber.LAST})
            assertEquals(
                    new SequenceNumber(creation, each, record, index).toString(),
                    printer.print(index, each));
    }

    @Property(tries = 2_000)
    void printersKeepShardsAndSecondsApart(
            @ForAll @LongRange(min = 1_000_000_000, max = 1_000_000_003) long creation,
            @ForAll @LongRange(min = 0, max = 3_000) long arrivalMs,
            @ForAll @IntRange(min = 0, max = 40) int index) {
        assertEquals(
                new SequenceNumber(creation, 7, arrivalMs / 1_000, index).toString(),
                PRINTERS.print(creation, index, 7, arrivalMs));
    }

    @Test
    void neighbouringInitialShardsDifferAsTheServicesDo() {
        var first = new BigInteger(new SequenceNumber(1_700_000_000, 0, 1_700_000_000, 0) + "");
        var second = new BigInteger(new SequenceNumber(1_700_000_000, 0, 1_700_000_000, 1) + "");
        assertEquals(
                BigInteger.ONE.shiftLeft(144).add(BigInteger.valueOf(16)), second.subtract(first));
    }

    @Property(tries = 2_000)
    void noDigitsCrashTheParser(@ForAll @LongRange(min = 0) long a, @ForAll long b) {
        String digits = Long.toUnsignedString(b) + a + Long.toUnsignedString(b) + a;
        var exact = new BigInteger(digits);
        if (SequenceNumber.parse(digits) instanceof SequenceNumber.Parsed.Current current)
            assertEquals(exact, new BigInteger(current.number().toString()));
        else assertTrue(exact.signum() >= 0);
    }

    private static SequenceNumber parsed(String decimal) {
        return assertInstanceOf(SequenceNumber.Parsed.Current.class, SequenceNumber.parse(decimal))
                .number();
    }
}
