package dev.millrace.dynamodb;

import java.util.Arrays;

/// Where an item lies in its table or in an index: by a hash of its partition key, then by the
/// partition key, then by the sort key. Keys are bytes that compare as their values do.
final class ItemKey implements Comparable<ItemKey> {
    private static final byte[] NONE = {};
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long hash;
    private final byte[] partition;
    private final byte[] sort;

    /// @param sort empty if there is no sort key
    ItemKey(byte[] partition, byte[] sort) {
        this(hash(partition), partition, sort);
    }

    private ItemKey(long hash, byte[] partition, byte[] sort) {
        this.hash = hash;
        this.partition = partition;
        this.sort = sort;
    }

    /// The first place of a partition.
    static ItemKey ofPartition(byte[] partition) {
        return new ItemKey(partition, NONE);
    }

    /// A place before all items whose hash is `hash` or more, and behind all others.
    static ItemKey ofHash(long hash) {
        return new ItemKey(hash, NONE, NONE);
    }

    /// A place behind all items whose hash is `hash` or less.
    static ItemKey behindHash(long hash) {
        return new ItemKey(hash, Shelf.HIGHEST, NONE);
    }

    /// This partition with another sort key.
    ItemKey withSort(byte[] other) {
        return new ItemKey(hash, partition, other);
    }

    byte[] partition() {
        return partition;
    }

    byte[] sort() {
        return sort;
    }

    /// Unsigned.
    long hash() {
        return hash;
    }

    boolean isInPartitionOf(ItemKey other) {
        return hash == other.hash && Arrays.equals(partition, other.partition);
    }

    /// Spreads partitions evenly over all longs. Where a scan goes on is found by it: an item's
    /// must not change while the server runs.
    private static long hash(byte[] partition) {
        long hash = FNV_OFFSET;
        for (byte b : partition) hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }

    @Override
    public int compareTo(ItemKey other) {
        int order = Long.compareUnsigned(hash, other.hash);
        if (order == 0) order = Arrays.compareUnsigned(partition, other.partition);
        return order == 0 ? Arrays.compareUnsigned(sort, other.sort) : order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemKey that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash) * 31 + Arrays.hashCode(sort);
    }
}
