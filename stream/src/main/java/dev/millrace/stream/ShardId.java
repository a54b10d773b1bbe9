package dev.millrace.stream;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// The text of a shard's index, `shardId-000000000007`.
public final class ShardId {
    private static final byte[] ZERO = "shardId-000000000000".getBytes(StandardCharsets.ISO_8859_1);

    private ShardId() {}

    /// The canonical text of an index, which is not negative.
    public static String of(int index) {
        byte[] text = ZERO.clone();
        int rest = index;
        for (int at = text.length - 1; rest > 0; at--) {
            int tenth = rest / 10;
            text[at] = (byte) ('0' + rest - 10 * tenth);
            rest = tenth;
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /// Reads an index as leniently as the service: the second dash-separated piece, or the whole
    /// text when there is no dash, must be all digits and at most 2^31 - 1; so `shard-7` and `7`
    /// are shard 7.
    ///
    /// @return the index, or empty if the text names no shard
    public static OptionalInt parse(String text) {
        int dash = text.indexOf('-');
        int from = dash + 1;
        int to = dash < 0 ? text.length() : text.indexOf('-', from);
        if (to < 0) to = text.length();
        if (from == to) return OptionalInt.empty();
        long index = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) return OptionalInt.empty();
            index = index * 10 + digit;
            if (index > Integer.MAX_VALUE) return OptionalInt.empty();
        }
        return OptionalInt.of((int) index);
    }
}
