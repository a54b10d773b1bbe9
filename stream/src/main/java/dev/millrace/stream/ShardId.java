package dev.millrace.stream;

import java.util.OptionalInt;

/// The text of a shard's index, `shardId-000000000007`.
public final class ShardId {
    private static final String PREFIX = "shardId-";
    private static final int DIGITS = 12;

    private ShardId() {}

    /// The canonical text of an index.
    public static String of(int index) {
        String digits = Integer.toString(index);
        return PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
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
