package dev.millrace.stream;

import java.nio.charset.StandardCharsets;

/// Prints the sequence numbers of records that arrived in one second, in shards that were created
/// in one second and whose indexes end in one hexadecimal digit: the rest of the number is worked
/// out once. Any thread.
///
/// A number is its first one, of counter 0 and the smallest such index, plus the counter times 2^80
/// and the index's other digits times 2^8; all are kept in limbs of nine decimal digits, least
/// significant first.
final class SequencePrinter {
    private static final long BILLION = 1_000_000_000L;
    private static final int LIMBS = 7;
    private static final int DIGITS = 56;

    // 2^80 = 1,208,925,819,614,629,174,706,176
    private static final long SHIFT_0 = 174_706_176;
    private static final long SHIFT_1 = 819_614_629;
    private static final long SHIFT_2 = 1_208_925;

    static final int INDEX_DIGIT = 0xf;

    private final long creationSecond;
    private final long recordSecond;
    private final int indexDigit;
    private final byte[] firstDigits;
    private final int[] first = new int[LIMBS];

    SequencePrinter(long creationSecond, long recordSecond, int shardIndex) {
        this.creationSecond = creationSecond;
        this.recordSecond = recordSecond;
        indexDigit = shardIndex & INDEX_DIGIT;
        String digits = new SequenceNumber(creationSecond, 0, recordSecond, indexDigit).toString();
        firstDigits = digits.getBytes(StandardCharsets.ISO_8859_1);
        for (int limb = 0, end = DIGITS; limb < LIMBS; limb++, end -= 9)
            first[limb] = Integer.parseInt(digits.substring(Math.max(0, end - 9), end));
    }

    /// Whether it prints the numbers of such records.
    boolean prints(long creation, long record, int shardIndex) {
        return creation == creationSecond
                && record == recordSecond
                && (shardIndex & INDEX_DIGIT) == indexDigit;
    }

    /// The 56 digits of a number.
    ///
    /// @param counter not negative
    String print(int shardIndex, long counter) {
        byte[] digits = firstDigits.clone();
        long low = counter % BILLION;
        long rest = counter / BILLION;
        long middle = rest % BILLION;
        long high = rest / BILLION;
        long carry = (long) (shardIndex & ~INDEX_DIGIT) << 4;
        for (int limb = 0, end = DIGITS; limb < LIMBS; limb++, end -= 9) {
            // Each product is below 10^18, so that three of them and a carry fit.
            long sum =
                    first[limb]
                            + carry
                            + switch (limb) {
                                case 0 -> low * SHIFT_0;
                                case 1 -> low * SHIFT_1 + middle * SHIFT_0;
                                case 2 -> low * SHIFT_2 + middle * SHIFT_1 + high * SHIFT_0;
                                case 3 -> middle * SHIFT_2 + high * SHIFT_1;
                                case 4 -> high * SHIFT_2;
                                default -> 0;
                            };
            carry = sum / BILLION;
            int value = (int) (sum - carry * BILLION);
            if (value != first[limb]) SequenceNumber.print(value, digits, end);
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }
}
