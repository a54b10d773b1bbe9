package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// A stream's shards at one moment, and which open one owns a hash key. Immutable.
///
/// Invariant: the open shards' ranges cover every hash key exactly once, or there are no shards.
public final class ShardTable {
    static final ShardTable EMPTY = new ShardTable(List.of());

    private static final int NO_CHILD = -1;

    /// 2^64 divided by the golden ratio, odd.
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /// By index, ascending.
    private final Shard[] shards;

    /// By hash key, ascending; `firstHigh` and `firstLow` are the first keys of their ranges, with
    /// the upper bit flipped so that they compare as signed numbers.
    private final Shard[] open;

    private final long[] firstHigh;
    private final long[] firstLow;
    private final long earliestCloseMs;

    /// Where in `shards` the first child of each of them is: whoever reads a stream to its end asks
    /// once a shard.
    private final int[] firstChild;

    /// @param shards in any order
    ShardTable(List<Shard> shards) {
        this.shards = shards.toArray(Shard[]::new);
        Arrays.sort(this.shards, Comparator.comparingInt(Shard::index));
        open =
                Arrays.stream(this.shards)
                        .filter(Shard::isOpen)
                        .sorted(Comparator.comparing(shard -> shard.range().first()))
                        .toArray(Shard[]::new);
        firstHigh = new long[open.length];
        firstLow = new long[open.length];
        for (int i = 0; i < open.length; i++) {
            HashKey first = open[i].range().first();
            firstHigh[i] = first.high() ^ Long.MIN_VALUE;
            firstLow[i] = first.low() ^ Long.MIN_VALUE;
        }
        long earliest = Shard.OPEN;
        for (Shard shard : this.shards) earliest = Math.min(earliest, shard.closedMs());
        earliestCloseMs = earliest;
        checkCoversEveryKeyOnce();
        firstChild = new int[this.shards.length];
        Arrays.fill(firstChild, NO_CHILD);
        for (int i = this.shards.length - 1; i >= 0; i--) {
            adopt(this.shards[i].parent(), i);
            adopt(this.shards[i].adjacentParent(), i);
        }
    }

    private void adopt(int parent, int child) {
        int at = firstAtOrAfter(parent);
        if (at < child && shards[at].index() == parent) firstChild[at] = child;
    }

    private void checkCoversEveryKeyOnce() {
        for (int i = 1; i < shards.length; i++)
            if (shards[i - 1].index() == shards[i].index())
                throw new IllegalStateException("twice: " + shards[i]);
        if (shards.length == 0) return;
        HashKey expected = HashKey.MIN;
        for (Shard shard : open) {
            if (!shard.range().first().equals(expected))
                throw new IllegalStateException("gap or overlap before " + shard);
            expected = shard.range().last().next();
        }
        if (open.length == 0 || !open[open.length - 1].range().last().equals(HashKey.MAX))
            throw new IllegalStateException("the last hash keys belong to no shard");
    }

    /// The open shard whose turn is the `turn`-th. Whoever takes turns one by one, or every other,
    /// or every tenth, meets all of them equally often in the long run: multiples of the golden
    /// ratio fill the circle evenly, whatever the stride.
    public Shard taking(long turn) {
        return open[(int) Math.unsignedMultiplyHigh(turn * GOLDEN, open.length)];
    }

    /// A table in which `replacements` stand for the shards of the same index and new ones are
    /// added.
    ShardTable with(List<Shard> replacements) {
        var all = new ArrayList<Shard>(shards.length + replacements.size());
        var replaced = new HashSet<Integer>();
        for (Shard shard : replacements) replaced.add(shard.index());
        for (Shard shard : shards) if (!replaced.contains(shard.index())) all.add(shard);
        all.addAll(replacements);
        return new ShardTable(all);
    }

    ShardTable without(List<Integer> indexes) {
        var gone = new HashSet<>(indexes);
        return new ShardTable(
                Arrays.stream(shards).filter(shard -> !gone.contains(shard.index())).toList());
    }

    /// How many are open.
    public int openCount() {
        return open.length;
    }

    public boolean isEmpty() {
        return shards.length == 0;
    }

    /// The open shard that owns `key`. Only for a table with shards.
    public Shard route(HashKey key) {
        return route(key.high(), key.low());
    }

    /// Likewise, the key taken apart.
    public Shard route(long keyHigh, long keyLow) {
        long high = keyHigh ^ Long.MIN_VALUE;
        long low = keyLow ^ Long.MIN_VALUE;
        // Where it is if all are of one size, as they mostly are.
        int guess = (int) Math.unsignedMultiplyHigh(keyHigh, open.length);
        if (begins(guess, high, low) && (guess + 1 == open.length || !begins(guess + 1, high, low)))
            return open[guess];
        int from = 0;
        int to = open.length - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (begins(middle, high, low)) from = middle;
            else to = middle - 1;
        }
        return open[from];
    }

    /// Whether the range of the `at`-th open shard begins at the key or below.
    private boolean begins(int at, long high, long low) {
        return firstHigh[at] < high || (firstHigh[at] == high && firstLow[at] <= low);
    }

    public @Nullable Shard find(int index) {
        int at = firstAtOrAfter(index);
        return at < shards.length && shards[at].index() == index ? shards[at] : null;
    }

    private int firstAtOrAfter(int index) {
        int from = 0;
        int to = shards.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (shards[middle].index() < index) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    /// Every shard, open and closed, by index.
    public List<Shard> all() {
        return Collections.unmodifiableList(Arrays.asList(shards));
    }

    /// The shards with an index above `index`, ascending.
    public List<Shard> after(int index) {
        return all().subList(firstAtOrAfter(index + 1), shards.length);
    }

    /// The open shards by hash key.
    public List<Shard> open() {
        return Collections.unmodifiableList(Arrays.asList(open));
    }

    /// The shards that a closed shard was split into, or the one that it was merged into.
    public List<Shard> childrenOf(Shard parent) {
        int at = firstAtOrAfter(parent.index());
        if (at == shards.length || shards[at].index() != parent.index()) return List.of();
        int first = firstChild[at];
        if (first == NO_CHILD) return List.of();
        // A split opens two, one after the other.
        boolean two = first + 1 < shards.length && isChild(shards[first + 1], parent.index());
        return all().subList(first, first + (two ? 2 : 1));
    }

    private static boolean isChild(Shard shard, int parent) {
        return shard.parent() == parent || shard.adjacentParent() == parent;
    }

    /// When the first of the closed shards was closed, or [Shard#OPEN] if none is.
    public long earliestCloseMs() {
        return earliestCloseMs;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShardTable that && Arrays.equals(shards, that.shards);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shards);
    }

    @Override
    public String toString() {
        return Arrays.toString(shards);
    }
}
