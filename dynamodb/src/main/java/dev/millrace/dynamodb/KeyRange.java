package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The items that a query's key condition means: one partition, and of it a range of sort keys.
///
/// @param partition bytes of the partition key
/// @param from lowest sort key
/// @param fromIncluded whether that one belongs to it
/// @param to highest sort key, or null for no end
/// @param toIncluded whether that one belongs to it
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeyRange(
        byte[] partition,
        byte[] from,
        boolean fromIncluded,
        byte @Nullable [] to,
        boolean toIncluded) {
    private static final byte[] FIRST = {};

    static KeyRange all(byte[] partition) {
        return new KeyRange(partition, FIRST, true, null, true);
    }

    static KeyRange equal(byte[] partition, byte[] sort) {
        return new KeyRange(partition, sort, true, sort, true);
    }

    static KeyRange prefix(byte[] partition, byte[] prefix) {
        byte[] behind = null;
        for (int i = prefix.length - 1; i >= 0 && behind == null; i--)
            if (prefix[i] != (byte) 0xff) {
                behind = Arrays.copyOf(prefix, i + 1);
                behind[i]++;
            }
        return new KeyRange(partition, prefix, true, behind, false);
    }

    boolean has(ItemKey key) {
        if (!Arrays.equals(key.partition(), partition)) return false;
        int low = Arrays.compareUnsigned(key.sort(), from);
        if (low < 0 || (low == 0 && !fromIncluded)) return false;
        if (to == null) return true;
        int high = Arrays.compareUnsigned(key.sort(), to);
        return high < 0 || (high == 0 && toIncluded);
    }

    /// A place at or before all of it.
    ItemKey first() {
        return new ItemKey(partition, from);
    }

    /// A place at or behind all of it.
    ItemKey last() {
        return new ItemKey(partition, to == null ? Shelf.HIGHEST : to);
    }
}
