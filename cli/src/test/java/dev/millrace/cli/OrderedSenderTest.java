package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.stream.HashKeyRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class OrderedSenderTest {
    private static final List<HashKeyRange> FOUR = HashKeyRange.divide(4);

    private final Map<HashKeyRange, List<String>> stored = new ConcurrentHashMap<>();
    private final AtomicInteger pauses = new AtomicInteger();

    private OrderedSender sender(OrderedSender.Destination destination) {
        return new OrderedSender(
                destination, pause -> pauses.incrementAndGet(), new Random(1), FOUR);
    }

    private String store(StreamRecord record, @Nullable String after) {
        HashKeyRange shard =
                FOUR.stream().filter(it -> it.contains(record.hashKey())).findFirst().orElseThrow();
        List<String> inShard = stored.computeIfAbsent(shard, it -> new ArrayList<>());
        // One at a time in a shard, so no lock.
        assertEquals(inShard.isEmpty() ? null : inShard.getLast(), after);
        inShard.add(record.data().asUtf8String());
        return record.data().asUtf8String();
    }

    private static StreamRecord record(int number) {
        return new StreamRecord(
                "", "", null, "key " + number % 50, null, SdkBytes.fromUtf8String("" + number));
    }

    private static KinesisException exception(String code) {
        return (KinesisException)
                KinesisException.builder()
                        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                        .statusCode(400)
                        .build();
    }

    @Test
    void everyShardGetsItsRecordsInOrderThoughSomeAreRefusedAtFirst() throws Exception {
        var requests = new AtomicInteger();
        try (OrderedSender sender =
                sender(
                        (record, after) -> {
                            if (requests.incrementAndGet() % 3 == 0)
                                throw exception("ProvisionedThroughputExceededException");
                            return store(record, after);
                        })) {
            for (int i = 0; i < 2_000; i++) sender.add(record(i));
            sender.flush();
            assertEquals(2_000, sender.records());
            assertEquals(2_000, sender.settled());
            assertTrue(sender.retried() > 0);
            assertEquals(sender.retried(), pauses.get());
        }
        assertEquals(4, stored.size());
        assertEquals(2_000, stored.values().stream().mapToInt(List::size).sum());
        for (List<String> inShard : stored.values()) {
            List<Integer> numbers = inShard.stream().map(Integer::valueOf).toList();
            assertEquals(numbers.stream().sorted().toList(), numbers);
        }
    }

    @Test
    void anErrorStopsItAndEverythingBeforeTheFirstUnsentIsSettled() {
        OrderedSender sender =
                sender(
                        (record, after) -> {
                            if (record.data().asUtf8String().equals("700"))
                                throw exception("ResourceNotFoundException");
                            return store(record, after);
                        });
        try (sender) {
            assertThrows(
                    KinesisException.class,
                    () -> {
                        for (int i = 0; i < 2_000; i++) sender.add(record(i));
                        sender.flush();
                    });
        }
        assertTrue(sender.settled() <= 700, () -> "" + sender.settled());
        List<String> all = stored.values().stream().flatMap(List::stream).toList();
        for (int i = 0; i < sender.settled(); i++) assertTrue(all.contains("" + i));
        assertEquals(all.size(), sender.records());
        assertFalse(all.contains("700"));
    }

    @Test
    void aRecordUnderWayIsNotSettledThoughLaterOnesAre() throws Exception {
        var go = new CountDownLatch(1);
        try (OrderedSender sender =
                sender(
                        (record, after) -> {
                            if (record.partitionKey().equals("key 0")) assertTrue(waited(go));
                            return store(record, after);
                        })) {
            for (int i = 0; i < 50; i++) sender.add(record(i));
            assertEquals(0, sender.settled());
            go.countDown();
            sender.flush();
            assertEquals(50, sender.settled());
        }
    }

    private static boolean waited(CountDownLatch go) {
        try {
            go.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void anExplicitHashKeyDecidesOnTheShard() throws Exception {
        try (OrderedSender sender = sender(this::store)) {
            for (HashKeyRange shard : FOUR)
                sender.add(
                        new StreamRecord(
                                "",
                                "",
                                null,
                                "same",
                                shard.last().toString(),
                                SdkBytes.fromUtf8String("x")));
            sender.flush();
        }
        assertEquals(4, stored.size());
    }
}
