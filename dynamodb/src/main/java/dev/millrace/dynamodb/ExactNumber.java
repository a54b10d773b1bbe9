package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as DynamoDB has them: decimals of at most 38 digits, zero or from 1E-130 to below 1E+126
/// in magnitude. Canonical means without zeros at the end of the unscaled value, zero with scale 0;
/// equal numbers are then equal objects.
final class ExactNumber {
    static final int MAX_DIGITS = 38;

    /// Of the first digit: 9.99…E+125 is the largest number, 1E-130 the smallest.
    private static final int MAX_EXPONENT = 125;

    private static final int MIN_EXPONENT = -130;

    /// No exponent beyond this can be made up for by the digits of a request.
    private static final int FAR = 100_000_000;

    private static final String NO_NUMBER = "The parameter cannot be converted to a numeric value";
    private static final String TOO_MANY_DIGITS =
            "Attempting to store more than 38 significant digits in a Number";
    private static final String OVERFLOW =
            "Number overflow. Attempting to store a number with magnitude larger than supported"
                    + " range";
    private static final String UNDERFLOW =
            "Number underflow. Attempting to store a number with magnitude smaller than supported"
                    + " range";

    private ExactNumber() {}

    /// Reads a number in decimal or scientific notation, in time proportional to its length.
    ///
    /// @throws ApiException if it is none, or none that can be kept exactly
    static BigDecimal parse(String text) throws ApiException {
        int at = 0;
        int end = text.length();
        boolean negative = at < end && text.charAt(at) == '-';
        if (at < end && (negative || text.charAt(at) == '+')) at++;
        var digits = new StringBuilder(); // from the first that is not 0
        int zeros = 0; // read since the last digit that is not 0
        boolean any = false;
        boolean fraction = false;
        long exponent = 0; // of the digit read last
        for (; at < end; at++) {
            char c = text.charAt(at);
            if (c == '.' && !fraction) {
                fraction = true;
                continue;
            }
            if (c < '0' || c > '9') break;
            any = true;
            if (fraction) exponent--;
            if (c == '0') {
                if (!digits.isEmpty()) zeros++;
                continue;
            }
            if (digits.length() + zeros >= MAX_DIGITS) throw invalid(TOO_MANY_DIGITS);
            for (; zeros > 0; zeros--) digits.append('0');
            digits.append(c);
        }
        if (!any) throw noNumber(text);
        if (at < end) exponent += exponent(text, at);
        if (digits.isEmpty()) return BigDecimal.ZERO;
        exponent += zeros; // of the last digit that is not 0
        if (exponent + digits.length() - 1 > MAX_EXPONENT) throw invalid(OVERFLOW);
        if (exponent + digits.length() - 1 < MIN_EXPONENT) throw invalid(UNDERFLOW);
        var unscaled = new BigInteger(digits.toString());
        return new BigDecimal(negative ? unscaled.negate() : unscaled, (int) -exponent);
    }

    private static long exponent(String text, int from) throws ApiException {
        int at = from;
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') throw noNumber(text);
        at++;
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (at < text.length() && (negative || text.charAt(at) == '+')) at++;
        if (at == text.length()) throw noNumber(text);
        long exponent = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') throw noNumber(text);
            exponent = Math.min(FAR, exponent * 10 + (c - '0'));
        }
        return negative ? -exponent : exponent;
    }

    private static ApiException noNumber(String text) {
        return invalid(text.isEmpty() ? NO_NUMBER : NO_NUMBER + ": " + text);
    }

    private static ApiException invalid(String message) {
        return ApiErrors.validation(message);
    }

    /// As answers print it: never in scientific notation.
    static String text(BigDecimal number) {
        return number.toPlainString();
    }

    static BigDecimal add(BigDecimal a, BigDecimal b) throws ApiException {
        return checked(a.add(b));
    }

    static BigDecimal subtract(BigDecimal a, BigDecimal b) throws ApiException {
        return checked(a.subtract(b));
    }

    /// The canonical form of a result, rounded to the digits there are.
    private static BigDecimal checked(BigDecimal result) throws ApiException {
        if (result.signum() == 0) return BigDecimal.ZERO;
        BigDecimal number =
                result.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_UP))
                        .stripTrailingZeros();
        long exponent = (long) number.precision() - number.scale() - 1;
        if (exponent > MAX_EXPONENT) throw invalid(OVERFLOW);
        if (exponent < MIN_EXPONENT) throw invalid(UNDERFLOW);
        return number;
    }

    /// Bytes that a number counts for.
    static int size(BigDecimal number) {
        if (number.signum() == 0) return 1;
        return (number.precision() + 1) / 2 + (number.signum() < 0 ? 2 : 1);
    }

    private static final int NEGATIVE = 0;
    private static final int ZERO = 1;
    private static final int POSITIVE = 2;

    /// Keeps exponents above zero.
    private static final int EXPONENT_BIAS = 0x100;

    /// Bytes that compare, unsigned and from the left, as the numbers do.
    ///
    /// ```
    /// 0 u8  0 negative, 1 zero, 2 positive
    /// 1 u16 exponent of the first digit + 256
    /// 3     two digits a byte, each pair + 1, the last one filled up with a 0
    /// ```
    ///
    /// All bits behind the first byte are inverted for a negative number, and 0xff ends it.
    static byte[] ordered(BigDecimal number) {
        if (number.signum() == 0) return new byte[] {ZERO};
        String digits = number.unscaledValue().abs().toString();
        int exponent = digits.length() - number.scale() - 1 + EXPONENT_BIAS;
        boolean negative = number.signum() < 0;
        int pairs = (digits.length() + 1) / 2;
        byte[] bytes = new byte[3 + pairs + (negative ? 1 : 0)];
        bytes[0] = (byte) (negative ? NEGATIVE : POSITIVE);
        bytes[1] = (byte) (exponent >> 8);
        bytes[2] = (byte) exponent;
        for (int i = 0; i < pairs; i++) {
            int low = 2 * i + 1 < digits.length() ? digits.charAt(2 * i + 1) - '0' : 0;
            bytes[3 + i] = (byte) (10 * (digits.charAt(2 * i) - '0') + low + 1);
        }
        if (negative) for (int i = 1; i < bytes.length; i++) bytes[i] = (byte) ~bytes[i];
        return bytes;
    }
}
