package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.List;

class HashKeyTest {
    @Property(tries = 200)
    void aPartitionKeyLiesAtItsMd5(@ForAll String key) throws Exception {
        byte[] md5 = MessageDigest.getInstance("MD5").digest(key.getBytes(UTF_8));
        assertEquals(
                new BigInteger(1, md5).toString(),
                HashKey.ofPartitionKey(key.getBytes(UTF_8)).toString());
    }

    @Property(tries = 500)
    void ordersAndPrintsLikeAnUnsignedNumber(
            @ForAll long high, @ForAll long low, @ForAll long otherHigh, @ForAll long otherLow) {
        var one = new HashKey(high, low);
        var other = new HashKey(otherHigh, otherLow);
        assertEquals(
                Integer.signum(one.toBigInteger().compareTo(other.toBigInteger())),
                Integer.signum(one.compareTo(other)));
        assertEquals(one, HashKey.parse(one.toString()));
        assertEquals(one, one.next().previous());
    }

    @Test
    void theEndsOfTheRingParseAndNothingBeyond() {
        assertEquals(HashKey.MIN, HashKey.parse("0"));
        assertEquals(HashKey.MAX, HashKey.parse("340282366920938463463374607431768211455"));
        assertNull(HashKey.parse("340282366920938463463374607431768211456"));
        assertNull(HashKey.parse("-1"));
        assertNull(HashKey.parse(""));
        assertNull(HashKey.parse("12a"));
    }

    @Test
    void threeShardsEndWhereTheServiceEndsThem() {
        List<HashKeyRange> ranges = HashKeyRange.divide(3);
        assertEquals("0", ranges.get(0).first().toString());
        assertEquals("113427455640312821154458202477256070484", ranges.get(0).last().toString());
        assertEquals("113427455640312821154458202477256070485", ranges.get(1).first().toString());
        assertEquals("226854911280625642308916404954512140969", ranges.get(1).last().toString());
        assertEquals("226854911280625642308916404954512140970", ranges.get(2).first().toString());
        assertEquals("340282366920938463463374607431768211455", ranges.get(2).last().toString());
    }

    @Property(tries = 50)
    void aDivisionCoversTheRingWithoutGapOrOverlap(
            @ForAll @IntRange(min = 1, max = 2_000) int shards) {
        List<HashKeyRange> ranges = HashKeyRange.divide(shards);
        assertEquals(shards, ranges.size());
        assertEquals(HashKey.MIN, ranges.getFirst().first());
        assertEquals(HashKey.MAX, ranges.getLast().last());
        for (int i = 1; i < shards; i++) assertTrue(ranges.get(i - 1).isJustBelow(ranges.get(i)));
    }

    @Test
    void anEmptyRangeDoesNotConstruct() {
        assertThrows(
                IllegalArgumentException.class, () -> new HashKeyRange(HashKey.MAX, HashKey.MIN));
        HashKeyRange all = HashKeyRange.divide(1).getFirst();
        assertFalse(all.isJustBelow(all));
    }

    @Property(tries = 500)
    void aRangeKnowsItsMiddleAndItsPart(
            @ForAll long a, @ForAll long b, @ForAll long c, @ForAll long d) {
        var one = new HashKey(a, b);
        var other = new HashKey(c, d);
        if (one.equals(other)) return;
        var range =
                one.compareTo(other) < 0
                        ? new HashKeyRange(one, other)
                        : new HashKeyRange(other, one);
        BigInteger keys =
                range.last()
                        .toBigInteger()
                        .subtract(range.first().toBigInteger())
                        .add(BigInteger.ONE);
        BigInteger lower = range.middle().toBigInteger().subtract(range.first().toBigInteger());
        assertEquals(keys.shiftRight(1), lower);
        double part = keys.doubleValue() / Math.pow(2, 128);
        assertEquals(part, range.part(), part / 1_000_000);
    }
}
