package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ShardTableTest {
    private static final HashKeyRange ALL = HashKeyRange.divide(1).getFirst();

    private static Shard shard(int index, HashKeyRange range) {
        return shard(index, range, Shard.NONE, Shard.NONE);
    }

    private static Shard shard(int index, HashKeyRange range, int parent, int adjacentParent) {
        return new Shard(index, index, 1, 1, range, parent, adjacentParent, Shard.OPEN);
    }

    private static ShardTable divided(int shards) {
        var all = new ArrayList<Shard>();
        for (HashKeyRange range : HashKeyRange.divide(shards)) all.add(shard(all.size(), range));
        return new ShardTable(all);
    }

    @Property(tries = 1_000)
    void aKeyGoesToTheOneShardThatOwnsIt(
            @ForAll @IntRange(min = 1, max = 40) int shards, @ForAll long high, @ForAll long low) {
        var key = new HashKey(high, low);
        ShardTable table = divided(shards);
        List<Shard> owners =
                table.all().stream().filter(shard -> shard.range().contains(key)).toList();
        assertEquals(List.of(table.route(key)), owners);
    }

    @Test
    void theEdgesOfTenThousandRangesGoToTheirOwners() {
        ShardTable table = divided(10_000);
        for (Shard shard : table.all()) {
            assertSame(shard, table.route(shard.range().first()));
            assertSame(shard, table.route(shard.range().last()));
            assertSame(shard, table.find(shard.index()));
        }
        assertNull(table.find(10_000));
        assertNull(table.find(-1));
    }

    @Test
    void shardsTakeTurnsEvenlyAlsoForWhoSeesOnlySomeOfThem() {
        for (int shards : new int[] {1, 3, 4, 7})
            for (int stride : new int[] {1, 2, 4, 10}) {
                ShardTable table = divided(shards);
                int[] taken = new int[shards];
                for (int i = 0; i < 7_000; i++)
                    taken[table.taking((long) i * stride - 1_000).index()]++;
                for (int count : taken) assertEquals(7_000.0 / shards, count, 20);
            }
    }

    @Test
    void shardsAreListedFromAnIndexOnThoughSomeAreGone() {
        ShardTable table = divided(3);
        assertEquals(List.of(1, 2), indexes(table.after(0)));
        assertEquals(List.of(), indexes(table.after(2)));
        List<Shard> halves = new ArrayList<>();
        halves.add(table.all().get(0).closed(5));
        HashKeyRange range = table.all().get(0).range();
        HashKey middle = new HashKey(1, 0);
        halves.add(shard(3, new HashKeyRange(range.first(), middle.previous())));
        halves.add(shard(4, new HashKeyRange(middle, range.last())));
        ShardTable split = table.with(halves);
        assertEquals(List.of(0, 1, 2, 3, 4), indexes(split.all()));
        assertEquals(5, split.earliestCloseMs());
        ShardTable later = split.without(List.of(0));
        assertEquals(List.of(1, 2, 3, 4), indexes(later.after(-1)));
        assertEquals(List.of(3, 4), indexes(later.after(2)));
        assertEquals(3, later.route(HashKey.MIN).index());
        assertEquals(Shard.OPEN, later.earliestCloseMs());
    }

    @Test
    void aShardKnowsWhatItWasSplitOrMergedInto() {
        ShardTable table = divided(2);
        HashKeyRange low = table.all().get(0).range();
        HashKeyRange high = table.all().get(1).range();
        HashKey middle = low.middle();
        Shard upper = shard(3, new HashKeyRange(middle, low.last()), 0, Shard.NONE);
        List<Shard> after =
                List.of(
                        table.all().get(0).closed(5),
                        table.all().get(1).closed(5),
                        shard(2, new HashKeyRange(low.first(), middle.previous()), 0, Shard.NONE),
                        upper.closed(5),
                        shard(4, new HashKeyRange(middle, high.last()), 3, 1));
        ShardTable whole = table.with(after);
        assertEquals(List.of(2, 3), indexes(whole.childrenOf(after.get(0))));
        assertEquals(List.of(4), indexes(whole.childrenOf(after.get(1))));
        assertEquals(List.of(), indexes(whole.childrenOf(after.get(2))));
        assertEquals(List.of(4), indexes(whole.childrenOf(after.get(3))));
        assertEquals(List.of(), indexes(whole.childrenOf(after.get(4))));
        ShardTable later = whole.without(List.of(0));
        assertEquals(List.of(), indexes(later.childrenOf(after.get(0))));
        assertEquals(List.of(4), indexes(later.childrenOf(after.get(1))));
    }

    @Test
    void shardsThatLeaveAGapOrOverlapDoNotConstruct() {
        List<HashKeyRange> thirds = HashKeyRange.divide(3);
        assertThrows(
                IllegalStateException.class,
                () -> new ShardTable(List.of(shard(0, thirds.get(0)), shard(1, thirds.get(2)))));
        assertThrows(
                IllegalStateException.class,
                () -> new ShardTable(List.of(shard(0, thirds.get(0)), shard(1, thirds.get(1)))));
        assertThrows(
                IllegalStateException.class,
                () -> new ShardTable(List.of(shard(0, ALL), shard(1, thirds.get(2)))));
        assertThrows(
                IllegalStateException.class,
                () -> new ShardTable(List.of(shard(0, ALL).closed(1))));
    }

    private static List<Integer> indexes(List<Shard> shards) {
        return shards.stream().map(Shard::index).toList();
    }
}
