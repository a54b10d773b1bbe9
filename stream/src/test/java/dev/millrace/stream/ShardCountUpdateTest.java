package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

class ShardCountUpdateTest {
    private static final StreamName ORDERS = new StreamName("123456789012", "r", "orders");
    private static final long HOUR_MS = 3_600_000;

    private final Catalog catalog = new Catalog();
    private long nowMs = 1_700_000_000_000L;
    private ControlRules rules = new ControlRules(Limits.AWS, 0, 100_000);

    private Decision take(Decision decision) {
        if (decision instanceof Decision.Change change) catalog.apply(change.command());
        return decision;
    }

    private void create(int shards) {
        var request =
                new StreamCreation.Request(
                        ORDERS,
                        null,
                        shards,
                        null,
                        Map.of(),
                        null,
                        RecordDistribution.USER_PARTITION_KEY);
        take(StreamCreation.decide(catalog, request, "id", rules, nowMs));
    }

    private Decision update(int target) {
        return take(ShardCountUpdate.decide(catalog, ORDERS, target, rules, nowMs));
    }

    private static Refusal refusal(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision).refusal();
    }

    @Test
    void aStreamHasTenUpdatesInAnyDayAndEachComesBackByItself() {
        create(1);
        for (int i = 0; i < 10; i++) {
            nowMs += HOUR_MS;
            assertInstanceOf(Decision.Change.class, update(i % 2 == 0 ? 2 : 1));
        }
        assertEquals(new Refusal.TooManyCountUpdates(ORDERS, 10), refusal(update(2)));
        assertInstanceOf(Decision.NoChange.class, update(1));
        nowMs += 15 * HOUR_MS - 1;
        assertEquals(new Refusal.TooManyCountUpdates(ORDERS, 10), refusal(update(2)));
        nowMs++;
        assertInstanceOf(Decision.Change.class, update(2));
        assertEquals(new Refusal.TooManyCountUpdates(ORDERS, 10), refusal(update(1)));
    }

    @Test
    void updatesAreRememberedAcrossASnapshotAndForgottenWithTheStream() {
        create(1);
        update(2);
        var restored = new Catalog();
        restored.restore(catalog.snapshot());
        assertEquals(List.of(nowMs), restored.countUpdates(0).timesMs());
        assertEquals(catalog.state(), restored.state());
        take(StreamDeletion.decide(catalog, ORDERS, rules, nowMs));
        assertEquals(Map.of(), catalog.state().countUpdates());
    }

    @Test
    void anUpdateUnderWayIsRememberedAcrossASnapshot() {
        create(4);
        rules = new ControlRules(Limits.AWS, 500, 100_000);
        update(5);
        var restored = new Catalog();
        restored.restore(catalog.snapshot());
        assertEquals(catalog.state(), restored.state());
        Stream stream = restored.streams().iterator().next();
        assertEquals(StreamStatus.UPDATING, stream.status());
        restored.apply(Settlement.decide(restored, stream, nowMs + 500).command());
        assertEquals(5, restored.streams().iterator().next().openShards());
    }

    @Test
    void theShardsOnTheWayCountForTheQuota() {
        rules = new ControlRules(new Limits(1, 1, 1, 1, 1, 7, 1, 1, 1, 1, 10), 0, 100_000);
        create(4);
        assertEquals(new Refusal.ShardQuotaExceeded(ORDERS, 4, 7, 4), refusal(update(5)));
        assertInstanceOf(Decision.Change.class, update(3));
    }

    @Test
    void theEngineClosesTheOldBeforeItOpensTheNewAndThenClosesThoseOnTheWay() {
        create(2);
        var change = assertInstanceOf(Decision.Change.class, update(3));
        List<String> words =
                change.changes().stream()
                        .map(
                                it ->
                                        switch (it) {
                                            case ShardChange.Open open ->
                                                    "open " + open.shard().number();
                                            case ShardChange.Close close ->
                                                    "close " + close.shard();
                                            default -> it.toString();
                                        })
                        .toList();
        assertEquals(
                List.of(
                        "close 0", "close 1", "open 2", "open 3", "open 4", "open 5", "open 6",
                        "close 3", "close 4"),
                words);
    }

    @Test
    void whatAPolicyDecidedOnAnotherStateIsNotDone() {
        create(2);
        Stream before = catalog.streams().iterator().next();
        var scale =
                new ScalingDecision.Scale(
                        2, 1, List.of(new ShardStep.Merge(0, 1)), "nothing happens");
        update(4);
        assertInstanceOf(
                Decision.NoChange.class,
                ShardCountUpdate.decide(catalog, before, scale, rules, nowMs));
    }

    /// What is on users' disks: this must read the same for ever.
    @Test
    void theBytesOfRememberedUpdatesStay() {
        create(1);
        update(2);
        String written = HexFormat.of().formatHex(catalog.snapshot());
        String section = "00000001" + "00000000" + "00000001" + "%016x".formatted(nowMs);
        assertTrue(written.contains("0400000014" + section), written);
    }
}
