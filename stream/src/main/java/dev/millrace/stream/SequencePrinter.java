package dev.millrace.stream;

import java.nio.charset.StandardCharsets;

/// Prints the sequence numbers of one shard's records that arrived in one second, which differ in
/// their counter alone: the rest is worked out once. Any thread.
///
/// A number is its first one, of counter 0, plus the counter times 2^80; both are kept in limbs of
/// nine decimal digits, least significant first.
final class SequencePrinter {
    private static final long BILLION = 1_000_000_000L;
    private static final int LIMBS = 7;
    private static final int DIGITS = 56;

    // 2^80 = 1,208,925,819,614,629,174,706,176
    private static final long SHIFT_0 = 174_706_176;
    private static final long SHIFT_1 = 819_614_629;
    private static final long SHIFT_2 = 1_208_925;

    private final long recordSecond;
    private final byte[] firstDigits;
    private final int[] first = new int[LIMBS];

    SequencePrinter(long creationSecond, long recordSecond, int shardIndex) {
        this.recordSecond = recordSecond;
        String digits = new SequenceNumber(creationSecond, 0, recordSecond, shardIndex).toString();
        firstDigits = digits.getBytes(StandardCharsets.ISO_8859_1);
        for (int limb = 0, end = DIGITS; limb < LIMBS; limb++, end -= 9)
            first[limb] = Integer.parseInt(digits.substring(Math.max(0, end - 9), end));
    }

    long recordSecond() {
        return recordSecond;
    }

    /// The 56 digits of the number with this counter, which is not negative.
    String print(long counter) {
        byte[] digits = firstDigits.clone();
        long low = counter % BILLION;
        long rest = counter / BILLION;
        long middle = rest % BILLION;
        long high = rest / BILLION;
        long carry = 0;
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
