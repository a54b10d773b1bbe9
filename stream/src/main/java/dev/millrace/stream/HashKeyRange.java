package dev.millrace.stream;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// The hash keys one shard owns: a closed interval, never empty, within 0..2^128-1.
/// Source: Kinesis API reference, `HashKeyRange`.
///
/// @param first lowest key owned, inclusive
/// @param last highest key owned, inclusive
public record HashKeyRange(HashKey first, HashKey last) {
    private static final double TWO_TO_64 = Math.pow(2, 64);

    public HashKeyRange {
        if (first.compareTo(last) > 0)
            throw new IllegalArgumentException("empty range %s..%s".formatted(first, last));
    }

    /// The ranges of a new stream: `shards` pieces of equal size, the remainder in the last one.
    public static List<HashKeyRange> divide(int shards) {
        if (shards < 1) throw new IllegalArgumentException("shards " + shards);
        BigInteger size = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(shards));
        var ranges = new ArrayList<HashKeyRange>(shards);
        BigInteger start = BigInteger.ZERO;
        for (int i = 0; i < shards; i++) {
            BigInteger next = start.add(size);
            HashKey last =
                    i == shards - 1 ? HashKey.MAX : HashKey.of(next.subtract(BigInteger.ONE));
            ranges.add(new HashKeyRange(HashKey.of(start), last));
            start = next;
        }
        return ranges;
    }

    /// The first key of the upper half. Only for a range of several keys.
    HashKey middle() {
        BigInteger from = first.toBigInteger();
        BigInteger keys = last.toBigInteger().subtract(from).add(BigInteger.ONE);
        return HashKey.of(from.add(keys.shiftRight(1)));
    }

    /// The part of all hash keys that this range owns, about: 1 is all of them.
    double part() {
        long low = last.low() - first.low();
        long borrow = Long.compareUnsigned(last.low(), first.low()) < 0 ? 1 : 0;
        long high = last.high() - first.high() - borrow;
        return (unsigned(high) + (unsigned(low) + 1) / TWO_TO_64) / TWO_TO_64;
    }

    private static double unsigned(long bits) {
        return (bits >>> 1) * 2.0 + (bits & 1);
    }

    public boolean contains(HashKey key) {
        return first.compareTo(key) <= 0 && key.compareTo(last) <= 0;
    }

    /// Whether `upper` begins where this range ends.
    public boolean isJustBelow(HashKeyRange upper) {
        return last.compareTo(upper.first) < 0 && last.next().equals(upper.first);
    }
}
