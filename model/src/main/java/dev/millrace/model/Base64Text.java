package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// What the service demands of a blob's base64, and how it words what it finds wrong. The JDK
/// decodes; it is more lenient about the end.
final class Base64Text {
    /// The six bits that each character stands for, or -1.
    private static final byte[] BITS = new byte[128];

    static {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        Arrays.fill(BITS, (byte) -1);
        for (int i = 0; i < alphabet.length(); i++) BITS[alphabet.charAt(i)] = (byte) i;
    }

    private Base64Text() {}

    /// Whether the last character before the padding leaves no bits over.
    static boolean endsProperly(byte[] text, int from, int to) {
        if (to == from || text[to - 1] != '=') return true;
        boolean two = text[to - 2] == '=';
        byte last = text[to - (two ? 3 : 2)];
        return last >= 0 && (BITS[last] & (two ? 15 : 3)) == 0;
    }

    /// What is wrong with `text`, or null if nothing is. The service does write "dectected".
    static @Nullable String flaw(String text) {
        int length = text.length();
        if (length % 4 != 0)
            return "Base64 encoded length is expected a multiple of 4 bytes but found: " + length;
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        for (int i = 0; i < length - padding; i++) {
            char c = text.charAt(i);
            if (c >= 128 || BITS[c] < 0) return "Invalid Base64 character: '" + c + "'";
        }
        int left = padding == 0 ? 0 : BITS[text.charAt(length - padding - 1)];
        return (left & (padding == 2 ? 15 : 3)) == 0
                ? null
                : "Invalid last non-pad Base64 character dectected";
    }
}
