package dev.millrace.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The names of a structure's members, to be found by their bytes without making a string.
///
/// A table addressed by the name's length, first, middle and last byte, sized so that every name
/// has a slot of its own: a look-up is one comparison.
public final class MemberNames {
    private static final int MAX_SLOTS = 1 << 12;

    private final byte[][] names;
    private final byte[] slots;
    private final int multiplier;

    private MemberNames(byte[][] names, byte[] slots, int multiplier) {
        this.names = names;
        this.slots = slots;
        this.multiplier = multiplier;
    }

    /// Builds the table.
    ///
    /// @param names at most 127, distinct
    public static MemberNames of(String... names) {
        if (names.length > Byte.MAX_VALUE) throw new IllegalArgumentException("too many members");
        byte[][] bytes = new byte[names.length][];
        for (int i = 0; i < names.length; i++) bytes[i] = names[i].getBytes(StandardCharsets.UTF_8);
        int least = Integer.highestOneBit(Math.max(names.length, 1)) << 1;
        for (int size = least; size <= MAX_SLOTS; size <<= 1)
            for (int multiplier = 1; multiplier < 4096; multiplier += 2) {
                byte[] slots = place(bytes, size, multiplier);
                if (slots.length > 0) return new MemberNames(bytes, slots, multiplier);
            }
        throw new IllegalArgumentException("no table for " + Arrays.toString(names));
    }

    private static byte[] place(byte[][] names, int size, int multiplier) {
        byte[] slots = new byte[size];
        Arrays.fill(slots, (byte) -1);
        for (int i = 0; i < names.length; i++) {
            int slot = slot(names[i], 0, names[i].length, multiplier, size - 1);
            if (slots[slot] >= 0) return new byte[0];
            slots[slot] = (byte) i;
        }
        return slots;
    }

    private static int slot(byte[] name, int from, int to, int multiplier, int mask) {
        int length = to - from;
        if (length == 0) return 0;
        int mixed =
                length
                        + (name[from] << 6)
                        + (name[from + (length >> 1)] << 12)
                        + (name[to - 1] << 18);
        mixed *= multiplier;
        return (mixed ^ mixed >>> 15) & mask;
    }

    /// The index of the name that stands in `bytes` from `from` to `to`, or -1.
    int indexOf(byte[] bytes, int from, int to) {
        int index = slots[slot(bytes, from, to, multiplier, slots.length - 1)];
        if (index < 0) return -1;
        byte[] name = names[index];
        return Arrays.equals(bytes, from, to, name, 0, name.length) ? index : -1;
    }

    /// How many members there are.
    int size() {
        return names.length;
    }

    String name(int index) {
        return new String(names[index], StandardCharsets.UTF_8);
    }
}
