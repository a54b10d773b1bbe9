package dev.millrace.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The names of a structure's members, to be found by their bytes without making a string.
///
/// A hash table with open addressing. It is a quarter full at most, and the hash of a name looks at
/// four of its bytes, so that a look-up is hardly ever more than one comparison.
public final class MemberNames {
    private final byte[][] names;

    /// Indices into [#names], or -1.
    private final byte[] slots;

    private MemberNames(byte[][] names) {
        this.names = names;
        slots = new byte[4 * Integer.highestOneBit(Math.max(1, names.length) * 2 - 1)];
        Arrays.fill(slots, (byte) -1);
        for (byte i = 0; i < names.length; i++) {
            int slot = slot(names[i], 0, names[i].length);
            while (slots[slot] >= 0) slot = after(slot);
            slots[slot] = i;
        }
    }

    /// Builds the table.
    ///
    /// @param names at most 127, distinct
    public static MemberNames of(String... names) {
        if (names.length > Byte.MAX_VALUE) throw new IllegalArgumentException("too many members");
        byte[][] bytes = new byte[names.length][];
        for (int i = 0; i < names.length; i++) bytes[i] = names[i].getBytes(StandardCharsets.UTF_8);
        return new MemberNames(bytes);
    }

    /// The index of the name that stands in `bytes` from `from` to `to`, or -1.
    int indexOf(byte[] bytes, int from, int to) {
        for (int slot = slot(bytes, from, to); slots[slot] >= 0; slot = after(slot)) {
            byte[] name = names[slots[slot]];
            if (Arrays.equals(bytes, from, to, name, 0, name.length)) return slots[slot];
        }
        return -1;
    }

    private int slot(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0) return 0;
        int hash = length;
        hash = 31 * hash + bytes[from];
        hash = 31 * hash + bytes[from + length / 2];
        hash = 31 * hash + bytes[from + length * 3 / 4];
        hash = 31 * hash + bytes[to - 1];
        return (hash ^ hash >>> 7) & (slots.length - 1);
    }

    private int after(int slot) {
        return (slot + 1) & (slots.length - 1);
    }
}
