package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class UniformScalingTest {
    private static final StreamName ORDERS = new StreamName("123456789012", "r", "orders");
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final ControlRules RULES = new ControlRules(Limits.OFF, 0, 1_000_000);

    private static Catalog streamOf(int shards) {
        var catalog = new Catalog();
        var request =
                new StreamCreation.Request(
                        ORDERS,
                        null,
                        shards,
                        null,
                        java.util.Map.of(),
                        null,
                        RecordDistribution.USER_PARTITION_KEY);
        take(catalog, StreamCreation.decide(catalog, request, "id", RULES, NOW_MS));
        return catalog;
    }

    private static void take(Catalog catalog, Decision decision) {
        if (decision instanceof Decision.Change change) catalog.apply(change.command().encode());
    }

    private static Stream stream(Catalog catalog) {
        Stream stream = catalog.find(ORDERS);
        if (stream == null) throw new AssertionError("gone");
        return stream;
    }

    private static Stream scaled(Catalog catalog, int target) {
        take(catalog, ShardCountUpdate.decide(catalog, ORDERS, target, RULES, NOW_MS));
        return stream(catalog);
    }

    /// Source: checked against the service by others, facts §2.5.
    @ParameterizedTest
    @CsvSource({"2, 4, 6", "4, 5, 15", "4, 2, 6", "5, 3, 7", "1, 2, 3", "3, 3, 3"})
    void asManyShardsAreListedAfterwardsAsTheServiceLists(int from, int to, int listed) {
        Stream stream = scaled(streamOf(from), to);
        assertEquals(to, stream.shards().open().size());
        assertEquals(listed, stream.shards().all().size());
        assertEquals(listed, stream.nextIndex());
    }

    private static BigInteger width(Shard shard) {
        BigInteger first = shard.range().first().toBigInteger();
        return shard.range().last().toBigInteger().subtract(first).add(BigInteger.ONE);
    }

    @Property(tries = 200)
    void fromAnEvenDivisionNoShardIsMoreThanTwiceAsWideAsAnother(
            @ForAll @IntRange(min = 1, max = 60) int from, @ForAll @IntRange(max = 100) int seed) {
        int to = (from + 1) / 2 + seed * (2 * from - (from + 1) / 2) / 100;
        List<Shard> open = scaled(streamOf(from), to).shards().open();
        BigInteger least = BigInteger.ONE.shiftLeft(128);
        BigInteger most = BigInteger.ZERO;
        for (Shard shard : open) {
            least = least.min(width(shard));
            most = most.max(width(shard));
        }
        // The last shard of a division has the remainder: less than a key more for each shard.
        BigInteger slack = BigInteger.valueOf(4L * from);
        assertTrue(most.subtract(slack).compareTo(least.shiftLeft(1)) <= 0, open::toString);
    }

    @Property(tries = 200)
    void whateverThereWasEveryKeyHasOneOwnerAndEveryChildItsParents(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int target) {
        var random = new Random(seed);
        Catalog catalog = streamOf(1 + random.nextInt(8));
        for (int i = random.nextInt(30); i > 0; i--) splitSomewhere(catalog, random);
        Stream before = stream(catalog);
        Stream after = scaled(catalog, target); // the table itself checks that no key is left out
        assertEquals(target, after.shards().open().size());
        int splits = target > before.openShards() ? 1 : 0;
        var closed = new ArrayList<Integer>();
        for (Shard child : after.shards().after(before.nextIndex() - 1)) {
            Shard parent = after.require(child.parent());
            closed.add(parent.index());
            assertTrue(!parent.isOpen() && parent.creationSecond() < child.creationSecond());
            assertTrue(parent.closedMs() <= child.createdMs());
            if (child.adjacentParent() == Shard.NONE) {
                assertTrue(splits == 1, "scaling in only merges");
                assertTrue(parent.range().contains(child.range().first()));
                assertTrue(parent.range().contains(child.range().last()));
            } else {
                Shard adjacent = after.require(child.adjacentParent());
                closed.add(adjacent.index());
                assertTrue(!adjacent.isOpen());
                assertTrue(adjacent.creationSecond() < child.creationSecond());
                assertEquals(parent.range().first(), child.range().first());
                assertEquals(adjacent.range().last(), child.range().last());
                assertTrue(parent.range().isJustBelow(adjacent.range()));
            }
        }
        for (Shard shard : after.shards().all())
            assertEquals(!shard.isOpen() && isNew(before, shard), closed.contains(shard.index()));
    }

    /// Whether the update has closed it.
    private static boolean isNew(Stream before, Shard shard) {
        Shard was = before.shards().find(shard.index());
        return was == null || was.isOpen();
    }

    private static void splitSomewhere(Catalog catalog, Random random) {
        List<Shard> open = stream(catalog).shards().open();
        Shard shard = open.get(random.nextInt(open.size()));
        var within = new BigInteger(128, random).mod(width(shard));
        String key = shard.range().first().toBigInteger().add(within).toString();
        take(catalog, Resharding.split(catalog, ORDERS, shard.id(), key, RULES, NOW_MS));
    }

    @Test
    void shardsOfASingleKeyStayWholeAndOthersAreSplitAgain() {
        var shards = new ArrayList<Shard>();
        HashKey one = HashKey.MIN.next();
        shards.add(shard(0, new HashKeyRange(HashKey.MIN, HashKey.MIN)));
        shards.add(shard(1, new HashKeyRange(one, HashKey.MAX)));
        List<ShardStep> steps = UniformScaling.plan(shards, 2, 4);
        assertEquals(2, Reshaping.growth(steps));
        assertTrue(steps.stream().noneMatch(it -> it.equals(new ShardStep.Split(0, HashKey.MIN))));
    }

    private static Shard shard(int index, HashKeyRange range) {
        return new Shard(index, index, 1, 1, range, Shard.NONE, Shard.NONE, Shard.OPEN);
    }

    /// A key's records of before and after may lie in shards whose creation seconds differ by as
    /// much as there are generations between; those seconds run ahead of the clock.
    @Test
    void aVeryUnevenStreamComesTogetherInFewGenerations() {
        Catalog catalog = streamOf(1);
        for (int i = 0; i < 100; i++) {
            Shard lowest = stream(catalog).shards().route(HashKey.MIN);
            String middle = lowest.range().middle().toString();
            take(
                    catalog,
                    Resharding.split(catalog, ORDERS, "" + lowest.index(), middle, RULES, NOW_MS));
        }
        long before = lastSecond(catalog);
        scaled(catalog, 2);
        assertTrue(lastSecond(catalog) - before <= 8, "seconds run ahead");
    }

    private static long lastSecond(Catalog catalog) {
        return stream(catalog).shards().all().getLast().creationSecond();
    }

    @Test
    void tenThousandShardsAreScaledInOneCommand() {
        Catalog catalog = streamOf(6_000);
        Decision decision = ShardCountUpdate.decide(catalog, ORDERS, 10_000, RULES, NOW_MS);
        var change = (Decision.Change) decision;
        assertTrue(change.command().encode().length < 1 << 20);
        take(catalog, decision);
        assertEquals(10_000, stream(catalog).openShards());
    }
}
