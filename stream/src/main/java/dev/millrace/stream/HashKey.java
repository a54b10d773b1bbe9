package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A point on the ring of hash keys: an unsigned number of 128 bits, 0 to 2^128 - 1.
///
/// @param high the upper 64 bits, unsigned
/// @param low the lower 64 bits, unsigned
public record HashKey(long high, long low) implements Comparable<HashKey> {
    public static final HashKey MIN = new HashKey(0, 0);
    public static final HashKey MAX = new HashKey(-1, -1);

    private static final int MAX_DIGITS = 39;
    private static final ThreadLocal<Md5> MD5 = ThreadLocal.withInitial(Md5::new);

    /// Where a partition key lies: the MD5 of its UTF-8 bytes, read big-endian.
    ///
    /// Source: Kinesis API reference, `PutRecord`.
    public static HashKey ofPartitionKey(byte[] utf8) {
        return MD5.get().hash(utf8);
    }

    /// Reads a decimal number without sign or spaces.
    ///
    /// @return the key, or null if `decimal` is not such a number or exceeds 2^128 - 1
    public static @Nullable HashKey parse(String decimal) {
        if (decimal.isEmpty() || decimal.length() > MAX_DIGITS) return null;
        for (int i = 0; i < decimal.length(); i++)
            if (decimal.charAt(i) < '0' || decimal.charAt(i) > '9') return null;
        var value = new BigInteger(decimal);
        return value.bitLength() > 128 ? null : of(value);
    }

    static HashKey of(BigInteger value) {
        return new HashKey(value.shiftRight(64).longValue(), value.longValue());
    }

    BigInteger toBigInteger() {
        return new BigInteger(Long.toUnsignedString(high))
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(low)));
    }

    /// The next key; [#MAX] is followed by [#MIN].
    public HashKey next() {
        return new HashKey(low == -1 ? high + 1 : high, low + 1);
    }

    /// The key before; [#MIN] is preceded by [#MAX].
    public HashKey previous() {
        return new HashKey(low == 0 ? high - 1 : high, low - 1);
    }

    @Override
    public int compareTo(HashKey other) {
        int upper = Long.compareUnsigned(high, other.high);
        return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
    }

    /// Decimal, as the API shows it.
    @Override
    public String toString() {
        return toBigInteger().toString();
    }

    /// One thread's digest and the place for its result.
    private static final class Md5 {
        private final MessageDigest digest;
        private final byte[] result = new byte[16];

        Md5() {
            try {
                digest = MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every JDK has MD5", e);
            }
        }

        HashKey hash(byte[] utf8) {
            try {
                digest.update(utf8);
                digest.digest(result, 0, result.length);
            } catch (DigestException e) {
                throw new AssertionError("an MD5 has 16 bytes", e);
            }
            return new HashKey(bigEndian(0), bigEndian(8));
        }

        private long bigEndian(int from) {
            long value = 0;
            for (int i = from; i < from + 8; i++) value = value << 8 | (result[i] & 0xff);
            return value;
        }
    }
}
