package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListShardsInput;
import dev.millrace.model.kinesis.ListShardsOutput;
import dev.millrace.model.kinesis.ShardFilter;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

class ListShardsTest {
    private static final String HALF = "170141183460469231731687303715884105728";
    private static final long MINUTE_MS = 60_000;

    /// Shard 0 from the start, split into 1 and 2 after a minute, those merged into 3 after two.
    private static Service resharded() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.clock.advance(Duration.ofMinutes(1));
        service.split("s", 0, HALF);
        service.clock.advance(Duration.ofMinutes(1));
        service.merge("s", 1, 2);
        service.clock.advance(Duration.ofMinutes(1));
        return service;
    }

    private static List<Integer> indexes(ListShardsOutput output) {
        return Objects.requireNonNull(output.shards()).stream()
                .map(shard -> Integer.valueOf(String.valueOf(shard.shardId()).substring(8)))
                .toList();
    }

    private static List<Integer> list(
            Service service, String type, @Nullable String shard, @Nullable Long afterStartMs)
            throws Exception {
        Instant time =
                afterStartMs == null ? null : Instant.ofEpochMilli(Service.START_MS + afterStartMs);
        return indexes(
                service.call(
                        Kinesis.LIST_SHARDS,
                        ListShardsInput.builder()
                                .streamName("s")
                                .shardFilter(new ShardFilter(type, shard, time))
                                .build()));
    }

    @Test
    void everyFilterShowsWhatItSays() throws Exception {
        Service service = resharded();
        assertEquals(4, service.shards("s").size());
        assertEquals(List.of(2, 3), list(service, "AFTER_SHARD_ID", "shardId-000000000001", null));
        assertEquals(List.of(0), list(service, "AT_TRIM_HORIZON", null, null));
        assertEquals(List.of(0, 1, 2, 3), list(service, "FROM_TRIM_HORIZON", null, null));
        assertEquals(List.of(3), list(service, "AT_LATEST", null, null));
    }

    @Test
    void aShardIsOpenFromItsCreationAndNoLongerAtItsClosing() throws Exception {
        Service service = resharded();
        assertEquals(List.of(0), list(service, "AT_TIMESTAMP", null, 0L));
        assertEquals(List.of(0), list(service, "AT_TIMESTAMP", null, MINUTE_MS - 1));
        assertEquals(List.of(1, 2), list(service, "AT_TIMESTAMP", null, MINUTE_MS));
        assertEquals(List.of(1, 2), list(service, "AT_TIMESTAMP", null, 2 * MINUTE_MS - 1));
        assertEquals(List.of(3), list(service, "AT_TIMESTAMP", null, 2 * MINUTE_MS));
        assertEquals(List.of(0, 1, 2, 3), list(service, "FROM_TIMESTAMP", null, MINUTE_MS - 1));
        assertEquals(List.of(1, 2, 3), list(service, "FROM_TIMESTAMP", null, MINUTE_MS));
        assertEquals(List.of(3), list(service, "FROM_TIMESTAMP", null, 2 * MINUTE_MS));
    }

    @Test
    void aTimeBeforeTheStreamOrItsHorizonIsTheHorizon() throws Exception {
        Service service = resharded();
        assertEquals(List.of(0), list(service, "AT_TIMESTAMP", null, -MINUTE_MS));
        assertEquals(List.of(0, 1, 2, 3), list(service, "FROM_TIMESTAMP", null, -MINUTE_MS));
        service.clock.advance(Duration.ofDays(1).minusMinutes(2));
        assertEquals(List.of(0), list(service, "AT_TRIM_HORIZON", null, null));
        assertEquals(List.of(0), list(service, "AT_TIMESTAMP", null, 0L));
        service.clock.advance(Duration.ofMillis(1));
        assertEquals(List.of(1, 2), list(service, "AT_TRIM_HORIZON", null, null));
        assertEquals(List.of(1, 2), list(service, "AT_TIMESTAMP", null, 0L));
    }

    @Test
    void aShardSplitInTheMillisecondOfItsCreationIsStillTheOneAtTheHorizon() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.put("s", "k", "1");
        service.split("s", 0, HALF);
        assertEquals(List.of(0), list(service, "AT_TRIM_HORIZON", null, null));
    }

    @Test
    void expiredShardsAreNotListed() throws Exception {
        Service service = resharded();
        service.clock.advance(Duration.ofDays(1).minusMinutes(2));
        assertEquals(4, service.shards("s").size());
        service.clock.advance(Duration.ofMillis(1));
        assertEquals(List.of(1, 2, 3), list(service, "FROM_TRIM_HORIZON", null, null));
        service.clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of(3), list(service, "FROM_TRIM_HORIZON", null, null));
        assertEquals(List.of(3), list(service, "AFTER_SHARD_ID", "0", null));
    }

    @Test
    void pagesFollowEachOtherAndKeepTheirFilter() throws Exception {
        Service service = resharded();
        var input =
                ListShardsInput.builder()
                        .streamName("s")
                        .maxResults(1)
                        .shardFilter(
                                new ShardFilter(
                                        "AT_TIMESTAMP",
                                        null,
                                        Instant.ofEpochMilli(Service.START_MS + MINUTE_MS)));
        ListShardsOutput first = service.call(Kinesis.LIST_SHARDS, input.build());
        assertEquals(List.of(1), indexes(first));
        assertNotNull(first.nextToken());
        ListShardsOutput second = service.call(Kinesis.LIST_SHARDS, next(first, 1).build());
        assertEquals(List.of(2), indexes(second));
        assertNull(second.nextToken());
    }

    @Test
    void whatWasOpenOnTheFirstPageIsShownThoughASplitComesBetween() throws Exception {
        Service service = Service.unlimited().create("s", 3);
        var input =
                ListShardsInput.builder()
                        .streamName("s")
                        .maxResults(2)
                        .shardFilter(new ShardFilter("AT_LATEST", null, null));
        ListShardsOutput first = service.call(Kinesis.LIST_SHARDS, input.build());
        assertEquals(List.of(0, 1), indexes(first));
        service.clock.advance(Duration.ofSeconds(1));
        service.split("s", 2, "340282366920938463463374607431768211454");
        ListShardsOutput second = service.call(Kinesis.LIST_SHARDS, next(first, 10).build());
        assertEquals(List.of(2), indexes(second));
    }

    private static ListShardsInput.Builder next(ListShardsOutput page, int maxResults) {
        return ListShardsInput.builder().nextToken(page.nextToken()).maxResults(maxResults);
    }

    @Test
    void aTokenLivesFiveMinutesAndNotAMillisecondMore() throws Exception {
        Service service = Service.unlimited().create("s", 2);
        var input = ListShardsInput.builder().streamName("s").maxResults(1).build();
        ListShardsOutput first = service.call(Kinesis.LIST_SHARDS, input);
        service.clock.advance(Duration.ofMinutes(5));
        service.call(Kinesis.LIST_SHARDS, next(first, 1).build());
        service.clock.advance(Duration.ofMillis(1));
        assertTrue(
                service.error(Kinesis.LIST_SHARDS, next(first, 1).build())
                        .startsWith("ExpiredNextTokenException"));
    }

    @Test
    void aTokenIsOfUseToItsOwnerInItsRegionOnly() throws Exception {
        Service service = Service.unlimited().create("s", 2);
        var input = ListShardsInput.builder().streamName("s").maxResults(1).build();
        ListShardsInput next = next(service.call(Kinesis.LIST_SHARDS, input), 1).build();
        for (Caller other : Service.OTHERS) {
            var answer = service.start(other, Kinesis.LIST_SHARDS, next);
            ApiException error = assertThrows(ApiException.class, answer::get);
            assertEquals("Invalid NextToken.", error.getMessage());
        }
        service.call(Kinesis.LIST_SHARDS, next);
    }

    @Test
    void aThousandShardsAreAPage() throws Exception {
        Service service = Service.unlimited().create("s", 2_500);
        var all = ListShardsInput.builder().streamName("s").maxResults(10_000).build();
        ListShardsOutput page = service.call(Kinesis.LIST_SHARDS, all);
        assertEquals(1_000, indexes(page).size());
        page = service.call(Kinesis.LIST_SHARDS, next(page, 10_000).build());
        page = service.call(Kinesis.LIST_SHARDS, next(page, 10_000).build());
        assertEquals(500, indexes(page).size());
        assertEquals(2_499, indexes(page).getLast());
        assertNull(page.nextToken());
    }

    @Test
    void aListMayStartAfterAShardAndNameTheStreamsCreation() throws Exception {
        Service service = resharded();
        var input =
                ListShardsInput.builder()
                        .streamName("s")
                        .exclusiveStartShardId("shardId-000000000001")
                        .streamCreationTimestamp(Instant.ofEpochMilli(Service.START_MS));
        assertEquals(List.of(2, 3), indexes(service.call(Kinesis.LIST_SHARDS, input.build())));
    }
}
