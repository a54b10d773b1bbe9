package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

class CatalogTest {
    private static final long START_MS = 1_700_000_000_000L;
    private static final long HOUR_MS = 3_600_000;
    private static final StreamName ORDERS = new StreamName("123456789012", "r", "orders");

    /// A store whose owner does one thing after another, and whose invariants are checked after
    /// each.
    private static final class Store {
        final Catalog catalog = new Catalog();
        final ControlRules rules;
        final Random random;
        final Map<Integer, Set<Integer>> indexesByStream = new HashMap<>();
        final Map<Integer, Long> creationByShard = new HashMap<>();
        final Map<StreamName, Long> lastCreation = new HashMap<>();
        final Set<Integer> open = new HashSet<>();
        final ArrayList<byte[]> commands = new ArrayList<>();
        long nowMs = START_MS;

        Store(long seed, long transitionDelayMs) {
            random = new Random(seed);
            rules = new ControlRules(Limits.OFF, transitionDelayMs, 100_000);
        }

        void take(Decision decision) {
            if (!(decision instanceof Decision.Change change)) return;
            byte[] command = change.command().encode();
            commands.add(command);
            catalog.apply(command);
            for (ShardChange one : change.changes())
                switch (one) {
                    case ShardChange.Open(ShardRef shard, long retentionMs) -> {
                        assertTrue(open.add(shard.number()), "opened twice");
                        assertTrue(retentionMs >= 24 * HOUR_MS);
                    }
                    case ShardChange.Close(int shard) ->
                            assertTrue(open.contains(shard), "closed before it was opened");
                    case ShardChange.Drop(int shard) ->
                            assertTrue(open.remove(shard), "dropped twice");
                    case ShardChange.Retain(int shard, long _) ->
                            assertTrue(open.contains(shard), "retained after it was dropped");
                }
            check();
        }

        private void check() {
            int known = 0;
            for (Stream stream : catalog.streams()) {
                known += stream.shards().all().size();
                for (Shard shard : stream.shards().all()) check(stream, shard);
            }
            assertEquals(open.size(), known, "the engine and the catalog know the same shards");
            checkCensus();
            for (Consumer consumer : catalog.consumers().all()) check(consumer);
            for (HeldPolicy each : catalog.policies().all())
                switch (each.holder()) {
                    case PolicyHolder.OfStream(int number) -> assertNotNull(catalog.find(number));
                    case PolicyHolder.OfConsumer(int number) ->
                            assertNotNull(catalog.consumers().find(number));
                }
        }

        /// Counted anew, it comes to the same.
        private void checkCensus() {
            int creating = 0;
            int onDemand = 0;
            int provisioned = 0;
            int toCome = 0;
            int all = 0;
            for (Stream stream : catalog.streams()) {
                int splits = 0;
                int merges = 0;
                if (stream.transition() != null)
                    for (ShardStep step : stream.transition().steps())
                        if (step instanceof ShardStep.Split) splits++;
                        else merges++;
                int growth = Math.max(0, splits - merges);
                all += stream.openShards() + growth;
                if (!RegionalAccount.of(ORDERS).has(stream)) continue;
                if (stream.status() == StreamStatus.CREATING) creating++;
                if (stream.settingsToBe().mode() == StreamMode.ON_DEMAND) {
                    onDemand++;
                } else {
                    provisioned += stream.openShards();
                    toCome += growth;
                }
            }
            assertEquals(all, catalog.census().shards());
            assertEquals(
                    new Census.Count(creating, onDemand, provisioned, toCome),
                    catalog.census().of(RegionalAccount.of(ORDERS)));
        }

        private void check(Consumer consumer) {
            Stream stream = catalog.find(consumer.stream());
            assertNotNull(stream, "a consumer without a stream");
            assertTrue(consumer.number() < catalog.consumers().next(), "a number to be used again");
            assertEquals(
                    consumer,
                    catalog.consumer(stream.name(), consumer.name(), consumer.createdSecond()));
            assertEquals(
                    consumer.status() != ConsumerStatus.ACTIVE,
                    catalog.consumers().inTransition().contains(consumer));
        }

        private void check(Stream stream, Shard shard) {
            Set<Integer> indexes =
                    indexesByStream.computeIfAbsent(stream.number(), _ -> new HashSet<>());
            if (!creationByShard.containsKey(shard.number())) {
                creationByShard.put(shard.number(), shard.creationSecond());
                assertTrue(indexes.add(shard.index()), "an index is used again");
                long last = lastCreation.getOrDefault(stream.name(), -1L);
                assertTrue(shard.creationSecond() >= last, "creation seconds never fall");
            }
            assertEquals(creationByShard.get(shard.number()), shard.creationSecond());
            lastCreation.merge(stream.name(), shard.creationSecond(), Math::max);
            checkParent(stream, shard, shard.parent());
            checkParent(stream, shard, shard.adjacentParent());
        }

        private static void checkParent(Stream stream, Shard child, int index) {
            @Nullable Shard parent = index == Shard.NONE ? null : stream.shards().find(index);
            if (parent == null) return;
            assertTrue(child.creationSecond() > parent.creationSecond(), "child after parent");
            assertTrue(parent.endingNumber().isBefore(child.startingNumber()));
            assertTrue(!parent.isOpen());
        }

        void step() {
            StreamName name = new StreamName("123456789012", "r", "s" + random.nextInt(3));
            Stream stream = catalog.find(name);
            List<Shard> shards = stream == null ? List.of() : stream.shards().open();
            switch (random.nextInt(17)) {
                case 0 -> nowMs += random.nextInt(3_000);
                case 1 -> nowMs += random.nextLong(30 * HOUR_MS);
                case 2 ->
                        take(
                                random.nextBoolean()
                                        ? StreamDeletion.decide(catalog, name, rules, nowMs)
                                        : StreamDeletion.withConsumers(
                                                catalog, name, rules, nowMs));
                case 8, 9, 10 -> consumer(name, stream);
                case 3 ->
                        take(
                                random.nextBoolean()
                                        ? Retention.increase(
                                                catalog, name, 24 + random.nextInt(100), nowMs)
                                        : Retention.decrease(
                                                catalog, name, 24 + random.nextInt(100), nowMs));
                case 4 -> settle();
                case 7 -> settings(stream);
                case 11, 12 -> scale(name, shards.size());
                case 5, 6 -> take(create(catalog, name, 1 + random.nextInt(4), rules, nowMs));
                default -> {
                    if (shards.isEmpty()) return;
                    Shard shard = shards.get(random.nextInt(shards.size()));
                    if (random.nextBoolean()) split(name, shard);
                    else merge(name, shards, shard);
                }
            }
        }

        private void scale(StreamName name, int open) {
            int target = 1 + random.nextInt(2 * open + 1);
            take(ShardCountUpdate.decide(catalog, name, target, rules, nowMs));
        }

        private void settings(@Nullable Stream stream) {
            if (stream == null || stream.transition() != null) return;
            StreamSettings settings = new RandomCommands(random.nextLong()).settings();
            int number = stream.number();
            RegionalAccount account = RegionalAccount.of(stream.name());
            CatalogCommand command =
                    switch (random.nextInt(3)) {
                        case 0 -> new CatalogCommand.Configure(number, settings, nowMs);
                        case 1 -> new CatalogCommand.Adjust(number, settings, nowMs + 100);
                        default ->
                                new CatalogCommand.Commit(
                                        account, catalog.commitment(account).enabled(nowMs));
                    };
            take(Decision.Change.of(command));
        }

        private void consumer(StreamName name, @Nullable Stream stream) {
            String who = "c" + random.nextInt(4);
            Consumer consumer =
                    stream == null ? null : catalog.consumers().find(stream.number(), who);
            if (consumer == null) {
                Map<String, String> tags = random.nextBoolean() ? Map.of() : Map.of("k", "v");
                var limits = new ConsumerLimits(3, 3, 2, 5);
                take(ConsumerRegistration.decide(catalog, name, who, tags, limits, rules, nowMs));
                return;
            }
            int number = consumer.number();
            PolicyHolder holder =
                    random.nextBoolean()
                            ? new PolicyHolder.OfConsumer(number)
                            : new PolicyHolder.OfStream(consumer.stream());
            switch (random.nextInt(4)) {
                case 0 ->
                        take(
                                ConsumerDeregistration.decide(
                                        catalog, number, new Refusal.TokenInvalid(), rules, nowMs));
                case 1 ->
                        take(
                                new Decision.Change(
                                        new CatalogCommand.TagConsumer(number, Map.of("a", "b")),
                                        List.of()));
                case 2 ->
                        take(
                                new Decision.Change(
                                        new CatalogCommand.PutPolicy(holder, "{}"), List.of()));
                default ->
                        take(
                                new Decision.Change(
                                        new CatalogCommand.DeletePolicy(holder), List.of()));
            }
        }

        void settle() {
            for (Consumer consumer : List.copyOf(catalog.consumers().inTransition()))
                if (ConsumerSettlement.isDue(consumer, nowMs, rules))
                    take(ConsumerSettlement.decide(consumer));
            for (Stream stream : List.copyOf(catalog.streams())) {
                if (Settlement.isDue(stream, nowMs, rules))
                    take(Settlement.decide(catalog, stream, nowMs));
                else take(Expiry.decide(stream, nowMs));
            }
        }

        private void split(StreamName name, Shard shard) {
            HashKey first = shard.range().first();
            HashKey last = shard.range().last();
            long high = first.high() + Long.divideUnsigned(last.high() - first.high(), 2);
            HashKey middle = new HashKey(high, random.nextLong());
            take(Resharding.split(catalog, name, shard.id(), middle.toString(), rules, nowMs));
        }

        private void merge(StreamName name, List<Shard> shards, Shard shard) {
            Shard other = shards.get(random.nextInt(shards.size()));
            take(Resharding.merge(catalog, name, shard.id(), other.id(), rules, nowMs));
        }
    }

    private static Decision create(
            Catalog catalog, StreamName name, int shards, ControlRules rules, long nowMs) {
        var request =
                new StreamCreation.Request(
                        name,
                        null,
                        shards,
                        null,
                        Map.of("team", "red"),
                        null,
                        RecordDistribution.USER_PARTITION_KEY);
        String id = StreamCreation.randomId(new Random(catalog.nextStream()));
        return StreamCreation.decide(catalog, request, id, rules, nowMs);
    }

    @Property(tries = 200)
    void whateverIsDoneHashKeysHaveOneOwnerAndNothingIsNumberedTwice(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 1) int delayed) {
        var store = new Store(seed, delayed * 1_500L);
        for (int i = 0; i < 100; i++) store.step();
    }

    @Property(tries = 100)
    void aSnapshotOrTheCommandsGiveTheSameStateAgain(@ForAll long seed) {
        var store = new Store(seed, seed % 2 == 0 ? 0 : 1_500);
        store.take(new Decision.Change(new CatalogCommand.Found("00ff"), List.of()));
        for (int i = 0; i < 60; i++) store.step();
        byte[] snapshot = store.catalog.snapshot();
        int before = store.commands.size();

        var restored = new Catalog();
        restored.restore(snapshot);
        assertEquals(store.catalog.state(), restored.state());
        assertArrayEquals(snapshot, restored.snapshot());

        // Not only the state but what is to come of it: what was deleted is forgotten alike.
        store.nowMs += 60 * HOUR_MS;
        store.settle();
        int next = store.commands.size();
        var name = new StreamName("123456789012", "r", "new");
        store.take(create(store.catalog, name, 1, store.rules, store.nowMs));
        store.nowMs += 2_000;
        store.settle();
        var again = new Catalog();
        again.restore(snapshot);
        store.commands.subList(before, store.commands.size()).forEach(again::apply);
        assertEquals(store.catalog.state(), again.state());
        assertTrue(next < store.commands.size());

        var replayed = new Catalog();
        store.commands.forEach(replayed::apply);
        assertEquals(store.catalog.state(), replayed.state());

        again = new Catalog();
        again.restore(store.catalog.snapshot());
        for (Stream stream : store.catalog.streams()) {
            assertEquals(stream, again.find(stream.name()));
            assertEquals(stream, again.find(stream.number()));
            assertEquals(stream, again.findId(stream.id()));
        }
    }

    @Test
    void splitsChainedWithinOneSecondHaveEverHigherCreationSeconds() {
        var store = new Store(1, 0);
        store.take(create(store.catalog, ORDERS, 1, store.rules, store.nowMs));
        long second = START_MS / 1_000;
        for (int i = 0; i < 20; i++) {
            Shard lowest = stream(store).shards().route(HashKey.MIN);
            assertEquals(second + i, lowest.creationSecond());
            HashKey middle = new HashKey(lowest.range().last().high() >>> 1, 0);
            store.take(
                    Resharding.split(
                            store.catalog,
                            ORDERS,
                            lowest.id(),
                            middle.toString(),
                            store.rules,
                            store.nowMs));
            List<Shard> children = stream(store).shards().childrenOf(lowest);
            assertEquals(2, children.size());
            assertEquals(2 * i + 1, children.get(0).index());
            assertEquals(2 * i + 2, children.get(1).index());
            assertEquals(children.get(0).creationSecond(), children.get(1).creationSecond());
            assertTrue(children.get(0).range().isJustBelow(children.get(1).range()));
        }
    }

    @Test
    void aStreamCreatedAgainUnderItsNameContinuesAboveTheOldNumbers() {
        var store = new Store(1, 0);
        store.take(create(store.catalog, ORDERS, 1, store.rules, store.nowMs));
        Stream old = stream(store);
        store.take(StreamDeletion.decide(store.catalog, ORDERS, store.rules, store.nowMs));
        assertNull(store.catalog.find(ORDERS));
        assertEquals(ORDERS, store.catalog.findDeleted(old.number()));
        store.take(create(store.catalog, ORDERS, 1, store.rules, store.nowMs));
        Stream again = stream(store);
        assertEquals(old.number() + 1, again.number());
        assertEquals(
                old.shards().all().get(0).creationSecond() + 1,
                again.shards().all().get(0).creationSecond());
    }

    @Test
    void theSecondsOfADeletedStreamAreForgottenOnceTheyLieADayBehind() {
        var store = new Store(1, 0);
        StreamName other = new StreamName("123456789012", "r", "other");
        store.take(create(store.catalog, ORDERS, 1, store.rules, store.nowMs));
        store.take(StreamDeletion.decide(store.catalog, ORDERS, store.rules, store.nowMs));
        store.nowMs += 24 * HOUR_MS;
        store.take(create(store.catalog, other, 1, store.rules, store.nowMs));
        assertEquals(Set.of(ORDERS, other), store.catalog.state().creationSeconds().keySet());
        var restored = new Catalog();
        restored.restore(store.catalog.snapshot());
        store.nowMs += 1_000;
        Decision decision =
                Resharding.split(
                        store.catalog,
                        other,
                        "0",
                        new HashKey(1L << 63, 0).toString(),
                        store.rules,
                        store.nowMs);
        store.take(decision);
        restored.apply(((Decision.Change) decision).command());
        assertEquals(Set.of(other), store.catalog.state().creationSeconds().keySet());
        assertEquals(store.catalog.state(), restored.state());
    }

    @Test
    void theSecondsOfAStreamThatLivesAreKeptHoweverOld() {
        var store = new Store(1, 0);
        store.take(create(store.catalog, ORDERS, 1, store.rules, store.nowMs));
        store.take(StreamDeletion.decide(store.catalog, ORDERS, store.rules, store.nowMs));
        store.take(create(store.catalog, ORDERS, 1, store.rules, store.nowMs));
        store.nowMs += 48 * HOUR_MS;
        StreamName other = new StreamName("123456789012", "r", "other");
        store.take(create(store.catalog, other, 1, store.rules, store.nowMs));
        assertEquals(Set.of(ORDERS, other), store.catalog.state().creationSeconds().keySet());
    }

    @Test
    void aSplitIsOneCommandThatClosesBeforeItOpens() {
        var store = new Store(1, 0);
        store.take(create(store.catalog, ORDERS, 2, store.rules, store.nowMs));
        Decision decision =
                Resharding.split(
                        store.catalog,
                        ORDERS,
                        "shardId-1",
                        HashKey.MAX.previous().toString(),
                        store.rules,
                        store.nowMs);
        var change = assertInstanceOf(Decision.Change.class, decision);
        assertEquals(
                List.of(
                        new ShardChange.Close(1),
                        new ShardChange.Open(new ShardRef(2, 0, 2), 24 * HOUR_MS),
                        new ShardChange.Open(new ShardRef(3, 0, 3), 24 * HOUR_MS)),
                change.changes());
    }

    @Test
    void raisingTheRetentionBringsNothingBack() {
        var store = new Store(1, 0);
        store.take(create(store.catalog, ORDERS, 1, store.rules, store.nowMs));
        store.nowMs += 30 * HOUR_MS;
        assertEquals(store.nowMs - 24 * HOUR_MS, stream(store).horizonMs(store.nowMs));
        store.take(Retention.increase(store.catalog, ORDERS, 48, store.nowMs));
        assertEquals(store.nowMs - 24 * HOUR_MS, stream(store).horizonMs(store.nowMs));
        long later = store.nowMs + 25 * HOUR_MS;
        assertEquals(later - 48 * HOUR_MS, stream(store).horizonMs(later));
        store.take(Retention.decrease(store.catalog, ORDERS, 24, later));
        assertEquals(later - 24 * HOUR_MS, stream(store).horizonMs(later));
        store.take(Retention.increase(store.catalog, ORDERS, 48, later));
        assertEquals(later - 24 * HOUR_MS, stream(store).horizonMs(later));
    }

    @Test
    void aClosedShardExpiresWhenItsRetentionIsOverAndNotBefore() {
        var store = new Store(1, 0);
        store.take(create(store.catalog, ORDERS, 2, store.rules, store.nowMs));
        store.take(Resharding.merge(store.catalog, ORDERS, "0", "1", store.rules, store.nowMs));
        long end = store.nowMs + 24 * HOUR_MS;
        assertNotNull(stream(store).shard(0, end));
        assertInstanceOf(Decision.NoChange.class, Expiry.decide(stream(store), end));
        assertNull(stream(store).shard(0, end + 1));
        assertEquals(1, stream(store).shardsAfter(-1, end + 1).size());
        store.take(Expiry.decide(stream(store), end + 1));
        assertEquals(List.of(2), stream(store).shards().all().stream().map(Shard::index).toList());
        assertEquals(3, stream(store).nextIndex());
    }

    @Test
    void aCommandThatMakesNoSenseThrows() {
        var catalog = new Catalog();
        assertThrows(
                IllegalStateException.class, () -> catalog.apply(new CatalogCommand.Delete(0, 0)));
        catalog.apply(new CatalogCommand.Found("00"));
        assertThrows(
                IllegalStateException.class, () -> catalog.apply(new CatalogCommand.Found("00")));
        var rules = new ControlRules(Limits.OFF, 0, 100_000);
        var first = (Decision.Change) create(catalog, ORDERS, 1, rules, START_MS);
        catalog.apply(first.command());
        assertThrows(IllegalStateException.class, () -> catalog.apply(first.command()));
    }

    @Test
    void tenThousandShardsComeAndGo() {
        var store = new Store(1, 0);
        store.take(create(store.catalog, ORDERS, 10_000, store.rules, store.nowMs));
        assertEquals(10_000, stream(store).openShards());
        Shard middle = stream(store).shards().route(new HashKey(1L << 63, 0));
        store.take(
                Resharding.split(
                        store.catalog,
                        ORDERS,
                        middle.id(),
                        middle.range().last().previous().toString(),
                        store.rules,
                        store.nowMs));
        assertEquals(10_001, stream(store).openShards());
        var restored = new Catalog();
        restored.restore(store.catalog.snapshot());
        assertEquals(store.catalog.state(), restored.state());
        store.take(StreamDeletion.decide(store.catalog, ORDERS, store.rules, store.nowMs));
        assertTrue(store.open.isEmpty());
    }

    @Test
    void streamsAreListedByNameWithinTheirAccountAndRegion() {
        var store = new Store(1, 0);
        for (String name : List.of("b", "a", "c"))
            for (String region : List.of("r", "q"))
                store.take(
                        create(
                                store.catalog,
                                new StreamName("123456789012", region, name),
                                1,
                                store.rules,
                                store.nowMs));
        assertEquals(List.of("a", "b", "c"), names(store, "", 10));
        assertEquals(List.of("a", "b"), names(store, "", 2));
        assertEquals(List.of("c"), names(store, "bb", 10));
        assertEquals(List.of(), names(store, "c", 10));
    }

    private static List<String> names(Store store, String after, int count) {
        return store.catalog.list("123456789012", "r", after, count).stream()
                .map(stream -> stream.name().name())
                .toList();
    }

    private static Stream stream(Store store) {
        return Objects.requireNonNull(store.catalog.find(ORDERS));
    }
}
