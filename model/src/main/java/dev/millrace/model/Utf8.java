package dev.millrace.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// UTF-8 without the forms that it forbids: overlong ones, surrogates, characters beyond U+10FFFF.
/// Source: the Unicode Standard, table 3-7.
final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /// The character that begins at `at`, or -1 if none does.
    static int characterAt(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) return first;
        if (first < 0xc2 || first > 0xf4) return -1;
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (end - at < length) return -1;
        int character = first & 0x7f >> length;
        for (int i = 1; i < length; i++) {
            int next = bytes[at + i] & 0xff;
            if (next >> 6 != 2) return -1;
            character = character << 6 | (next & 0x3f);
        }
        boolean surrogate = character >= 0xd800 && character <= 0xdfff;
        if (length(character) != length || surrogate || character > 0x10ffff) return -1;
        return character;
    }

    /// Bytes that `character` takes.
    static int length(int character) {
        if (character < 0x80) return 1;
        if (character < 0x800) return 2;
        return character < 0x10000 ? 3 : 4;
    }

    /// Writes `character`, which is no surrogate.
    ///
    /// @return the index behind it
    static int write(int character, byte[] out, int at) {
        int length = length(character);
        if (length == 1) {
            out[at] = (byte) character;
            return at + 1;
        }
        for (int i = at + length - 1; i > at; i--) {
            out[i] = (byte) (0x80 | (character & 0x3f));
            character >>= 6;
        }
        out[at] = (byte) (0xff00 >> length | character);
        return at + length;
    }

    /// The index of the first byte from `from` on that is not ASCII, or `end`.
    static int asciiEnd(byte[] bytes, int from, int end) {
        int at = from;
        for (; at <= end - 8; at += 8) {
            long high = (long) LONGS.get(bytes, at) & HIGH_BITS;
            if (high != 0) return at + (Long.numberOfTrailingZeros(high) >> 3);
        }
        while (at < end && bytes[at] >= 0) at++;
        return at;
    }

    /// Whether all of `from` to `end` is UTF-8.
    static boolean isValid(byte[] bytes, int from, int end) {
        int at = asciiEnd(bytes, from, end);
        while (at < end) {
            int character = characterAt(bytes, at, end);
            if (character < 0) return false;
            at += length(character);
        }
        return true;
    }
}
