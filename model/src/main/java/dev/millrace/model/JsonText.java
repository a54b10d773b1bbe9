package dev.millrace.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks for what is special in JSON strings, eight bytes at a time.
///
/// After a subtraction from each byte of a word, a byte's high bit tells what the byte was. The
/// subtraction borrows from the next byte only where a lower byte was found already, so the lowest
/// byte found is right.
final class JsonText {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private JsonText() {}

    /// The index of the first byte that is a quote, or that keeps a string from being taken as it
    /// stands: a backslash, a control character, a part of a character beyond ASCII. `end` if there
    /// is none.
    static int special(byte[] text, int from, int end) {
        int i = from;
        for (; i <= end - 8; i += 8) {
            long found = specials((long) LONGS.get(text, i)) & HIGH_BITS;
            if (found != 0) return i + (Long.numberOfTrailingZeros(found) >> 3);
        }
        for (; i < end; i++) {
            byte c = text[i];
            if (c == '"' || c == '\\' || c < ' ') return i;
        }
        return end;
    }

    private static long specials(long eight) {
        return ((eight ^ QUOTES) - ONES)
                | ((eight ^ BACKSLASHES) - ONES)
                | (eight - BLANKS)
                | eight;
    }

    /// The index of the first byte that is a quote or not ASCII, or `end` if there is none.
    static int quote(byte[] text, int from, int end) {
        int i = from;
        for (; i <= end - 32; i += 32) {
            long found =
                    quotes(text, i)
                            | quotes(text, i + 8)
                            | quotes(text, i + 16)
                            | quotes(text, i + 24);
            if ((found & HIGH_BITS) != 0) break;
        }
        for (; i <= end - 8; i += 8) {
            long found = quotes(text, i) & HIGH_BITS;
            if (found != 0) return i + (Long.numberOfTrailingZeros(found) >> 3);
        }
        for (; i < end; i++) if (text[i] == '"' || text[i] < 0) return i;
        return end;
    }

    private static long quotes(byte[] text, int at) {
        long eight = (long) LONGS.get(text, at);
        return ((eight ^ QUOTES) - ONES) | eight;
    }
}
