package dev.millrace.model;

/// Decimal numbers as JSON writes them.
final class DecimalText {
    /// No exponent beyond this changes the outcome unless the digits fill megabytes.
    private static final int MAX_EXPONENT = 100_000_000;

    private DecimalText() {}

    /// The number that stands between two indices, times ten to the power of `shift`, cut off
    /// towards zero, the nearest long if it is out of range. Takes time in proportion to the text.
    static long truncate(byte[] text, int from, int to, int shift) {
        boolean negative = text[from] == '-';
        int at = negative ? from + 1 : from;
        long value = 0; // kept negative, as the longs reach further there
        long exponent = shift;
        boolean full = false;
        boolean fraction = false;
        for (; at < to && (text[at] | 0x20) != 'e'; at++) {
            if (text[at] == '.') {
                fraction = true;
                continue;
            }
            int digit = text[at] - '0';
            full = full || value < (Long.MIN_VALUE + digit) / 10;
            if (!full) value = value * 10 - digit;
            if (full && !fraction) exponent++;
            if (!full && fraction) exponent--;
        }
        if (at < to) exponent += exponent(text, at + 1, to);
        for (; exponent < 0 && value != 0; exponent++) value /= 10;
        for (; exponent > 0 && value != 0; exponent--) {
            // What filled it was a digit too many, and there it would come in again.
            if (full || value < Long.MIN_VALUE / 10)
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            value *= 10;
        }
        if (negative) return value;
        return value == Long.MIN_VALUE ? Long.MAX_VALUE : -value;
    }

    private static int exponent(byte[] text, int from, int to) {
        boolean negative = text[from] == '-';
        int at = negative || text[from] == '+' ? from + 1 : from;
        int exponent = 0;
        for (; at < to; at++) exponent = Math.min(MAX_EXPONENT, exponent * 10 + text[at] - '0');
        return negative ? -exponent : exponent;
    }
}
