package dev.millrace.model;

/// Numbers as decimal digits.
final class Decimal {
    /// Most bytes that [#writeSeconds] writes.
    static final int MAX_SECONDS = 26;

    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) POWERS[i] = 10 * POWERS[i - 1];
    }

    private Decimal() {}

    /// Writes `value` at `at`, which must leave room for 20 bytes.
    ///
    /// @return the index behind the last digit
    static int write(long value, byte[] out, int at) {
        if (value < 0) {
            out[at++] = '-';
            if (value == Long.MIN_VALUE) { // has no positive counterpart
                out[at++] = '9';
                value = -223_372_036_854_775_808L;
            }
            value = -value;
        }
        int digits = digits(value);
        int end = at + digits;
        int i = end;
        while (value > Integer.MAX_VALUE) {
            out[--i] = (byte) ('0' + value % 10);
            value /= 10;
        }
        int rest = (int) value;
        while (i > at) { // cheaper than with longs
            out[--i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    private static int digits(long value) {
        int digits = 1;
        while (digits < POWERS.length && value >= POWERS[digits]) digits++;
        return digits;
    }

    /// Writes milliseconds as seconds the way Java prints a large double: one digit, a point, the
    /// rest without trailing zeros, the exponent. 1538160219636 → `1.538160219636E9`.
    ///
    /// @return the index behind the last digit
    static int writeSeconds(long millis, byte[] out, int at) {
        int end = write(millis, out, at);
        int first = millis < 0 ? at + 1 : at;
        int digits = end - first;
        int exponent = millis == 0 ? 0 : digits - 4;
        System.arraycopy(out, first + 1, out, first + 2, digits - 1);
        out[first + 1] = '.';
        end++;
        while (end > first + 3 && out[end - 1] == '0') end--;
        if (digits == 1) out[end++] = '0';
        out[end++] = 'E';
        return write(exponent, out, end);
    }
}
