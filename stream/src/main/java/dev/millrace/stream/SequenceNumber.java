package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// A record's number, in the service's own layout, so that tools which decode it keep working.
///
/// Read as hexadecimal, 47 digits: `2`, creation second (9), low digit of the shard index (1),
/// counter (16), `00`, record second (9), shard index (8), `2` for the layout's version. Written as
/// 56 decimal digits. Two numbers of one shard compare by (creation second, counter) only.
///
/// Source: recorded numbers of the service, layout version 2.
///
/// @param creationSecond when the shard was created, seconds since the epoch, less than 2^36
/// @param counter the record's offset, from 1; 0 in a shard's StartingSequenceNumber, [#LAST] in
///     its EndingSequenceNumber
/// @param recordSecond when the record arrived, seconds since the epoch, less than 2^36
/// @param shardIndex the shard's index in its stream
public record SequenceNumber(long creationSecond, long counter, long recordSecond, int shardIndex) {
    /// The counter of a closed shard's EndingSequenceNumber.
    public static final long LAST = Long.MAX_VALUE;

    /// Creation seconds from here on are refused, as the service does.
    static final long CREATION_LIMIT = 16_025_175_000L;

    private static final int DIGITS = 56;
    private static final long BILLION = 1_000_000_000L;
    private static final byte[] PAIRS = pairs();

    public SequenceNumber {
        if (creationSecond < 0 || creationSecond >= CREATION_LIMIT)
            throw new IllegalArgumentException("creation second " + creationSecond);
        if (counter < 0) throw new IllegalArgumentException("counter " + counter);
        if (recordSecond < 0 || recordSecond >= 1L << 36)
            throw new IllegalArgumentException("record second " + recordSecond);
        if (shardIndex < 0) throw new IllegalArgumentException("shard index " + shardIndex);
    }

    /// What a decimal number given by a client turned out to be.
    public sealed interface Parsed {
        /// A number of the current layout.
        record Current(SequenceNumber number) implements Parsed {}

        /// A number of the oldest layout: everything below 2^124. The service fails on these.
        record VersionZero() implements Parsed {}

        /// No number that this layout can hold.
        record Invalid() implements Parsed {}
    }

    /// Takes a client's number apart.
    ///
    /// @param decimal `0|[1-9]\d*`, of any length
    public static Parsed parse(String decimal) {
        long high = 0;
        long middle = 0;
        long low = 0;
        for (int i = 0; i < decimal.length(); i++) {
            int digit = decimal.charAt(i) - '0';
            if (digit < 0 || digit > 9 || high >>> 60 != 0) return new Parsed.Invalid();
            // Each product has at most 4 bits more than a limb; those carry into the next.
            long lowCarry = Math.unsignedMultiplyHigh(low, 10);
            low *= 10;
            if (Long.compareUnsigned(low + digit, low) < 0) lowCarry++;
            low += digit;
            long middleCarry = Math.unsignedMultiplyHigh(middle, 10);
            middle *= 10;
            if (Long.compareUnsigned(middle + lowCarry, middle) < 0) middleCarry++;
            middle += lowCarry;
            high = high * 10 + middleCarry;
        }
        if (decimal.isEmpty()) return new Parsed.Invalid();
        if (high == 0 && middle >>> 60 == 0) return new Parsed.VersionZero();
        @Nullable SequenceNumber number = ofBits(high, middle, low);
        return number == null ? new Parsed.Invalid() : new Parsed.Current(number);
    }

    private static @Nullable SequenceNumber ofBits(long high, long middle, long low) {
        long creationSecond = high >>> 20 & (1L << 36) - 1;
        long counter = (high & 0xffff) << 48 | middle >>> 16;
        long recordSecond = (middle & 0xff) << 28 | low >>> 36;
        int shardIndex = (int) (low >>> 4);
        boolean ours =
                high >>> 56 == 2
                        && (middle >>> 8 & 0xff) == 0
                        && (low & 0xf) == 2
                        && (high >>> 16 & 0xf) == (shardIndex & 0xf)
                        && shardIndex >= 0
                        && counter >= 0
                        && creationSecond < CREATION_LIMIT;
        return ours ? new SequenceNumber(creationSecond, counter, recordSecond, shardIndex) : null;
    }

    /// Whether this number stands before `other` in one shard's history, or its ancestors'.
    public boolean isBefore(SequenceNumber other) {
        return creationSecond < other.creationSecond
                || (creationSecond == other.creationSecond && counter < other.counter);
    }

    /// The 56 decimal digits. Without BigInteger: every answer to PutRecords prints one a record.
    @Override
    public String toString() {
        long high = 2L << 56 | creationSecond << 20 | (shardIndex & 0xfL) << 16 | counter >>> 48;
        long middle = counter << 16 | recordSecond >>> 28;
        long low = recordSecond << 36 | (long) shardIndex << 4 | 2;
        // Six limbs of 32 bits, most significant first, divided by 10^9 until nothing is left.
        long a = high >>> 32;
        long b = high & 0xffffffffL;
        long c = middle >>> 32;
        long d = middle & 0xffffffffL;
        long e = low >>> 32;
        long f = low & 0xffffffffL;
        byte[] digits = new byte[DIGITS];
        int end = DIGITS;
        while (end > 0) {
            // Each division takes 30 bits off, so the upper limbs are soon zero: half the work,
            // as the branches go the same way in every number.
            long part = 0;
            if (a != 0) {
                part = a;
                a = part / BILLION;
                part -= a * BILLION;
            }
            if ((part | b) != 0) {
                part = part << 32 | b;
                b = part / BILLION;
                part -= b * BILLION;
            }
            if ((part | c) != 0) {
                part = part << 32 | c;
                c = part / BILLION;
                part -= c * BILLION;
            }
            if ((part | d) != 0) {
                part = part << 32 | d;
                d = part / BILLION;
                part -= d * BILLION;
            }
            if ((part | e) != 0) {
                part = part << 32 | e;
                e = part / BILLION;
                part -= e * BILLION;
            }
            part = part << 32 | f;
            f = part / BILLION;
            print((int) (part - f * BILLION), digits, end);
            end -= 9;
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    /// Prints nine digits that end before `end`, those left of the array cut off.
    static void print(int nine, byte[] digits, int end) {
        int rest = nine;
        int at = end;
        for (int i = 0; i < 4 && at >= 2; i++) {
            int pair = rest % 100;
            rest /= 100;
            at -= 2;
            digits[at] = PAIRS[pair * 2];
            digits[at + 1] = PAIRS[pair * 2 + 1];
        }
        if (at > 0 && at == end - 8) digits[at - 1] = (byte) ('0' + rest);
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[i * 2] = (byte) ('0' + i / 10);
            pairs[i * 2 + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
