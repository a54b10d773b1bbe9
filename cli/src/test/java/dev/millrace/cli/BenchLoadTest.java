package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

class BenchLoadTest {
    private static final PutRecordsResultEntry TAKEN = PutRecordsResultEntry.builder().build();
    private static final PutRecordsResultEntry REFUSED =
            PutRecordsResultEntry.builder().errorCode("Busy").errorMessage("later").build();

    private long nowNs;
    private final List<Long> sentMs = new ArrayList<>();

    private static long ms(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private BenchLoad load(double requestsPerSecond, Sender.Destination destination) {
        return new BenchLoad(
                entries -> {
                    sentMs.add(TimeUnit.NANOSECONDS.toMillis(nowNs));
                    return destination.put(entries);
                },
                new BenchPlan(100, 2, requestsPerSecond, ms(100), ms(1_000)),
                () -> nowNs,
                pause -> nowNs += pause.toNanos());
    }

    /// Takes so long, and takes everything.
    private Sender.Destination taking(long ms) {
        return entries -> {
            nowNs += ms(ms);
            return entries.stream().map(_ -> TAKEN).toList();
        };
    }

    @Test
    void withoutARateOneRequestFollowsTheOther() throws Exception {
        BenchLoad load = load(0, taking(50));
        load.work();
        // The one that ends as the measuring begins counts, and so does the one that ends with it.
        assertEquals(21, load.latencyNs().getTotalCount());
        assertEquals(42, load.records());
        assertEquals(4_200, load.bytes());
        assertEquals(50, load.latencyNs().getMaxValue() / 1e6, 0.1);
    }

    @Test
    void atARateRequestsAreDueAtFixedMoments() throws Exception {
        load(4, taking(10)).work();
        assertEquals(List.of(0L, 250L, 500L, 750L, 1_000L), sentMs);
    }

    @Test
    void aStallCountsForEveryRequestThatWasDueMeanwhile() throws Exception {
        BenchLoad load =
                load(
                        10,
                        entries -> {
                            boolean stalls = sentMs.size() == 3;
                            return taking(stalls ? 500 : 0).put(entries);
                        });
        load.work();
        assertEquals(
                List.of(0L, 100L, 200L, 700L, 700L, 700L, 700L, 700L, 800L, 900L, 1_000L), sentMs);
        assertEquals(500, load.latencyNs().getMaxValue() / 1e6, 1);
        // Those due at 300, 400, 500 and 600 waited, the one at 700 did not.
        assertEquals(5, load.latencyNs().getCountBetweenValues(ms(90), ms(600)));
    }

    @Test
    void whatIsRefusedIsCountedApart() throws Exception {
        BenchLoad load =
                load(
                        0,
                        entries -> {
                            nowNs += ms(1_000);
                            return List.of(TAKEN, REFUSED);
                        });
        load.work();
        assertEquals(1, load.records());
        assertEquals(1, load.failed());
        assertEquals("Busy: later", load.lastError());
    }

    @Test
    void aRequestThrottledAsAWholeIsCountedAndOthersEndIt() throws Exception {
        BenchLoad throttled = load(0, _ -> fail("ProvisionedThroughputExceededException"));
        throttled.work();
        assertEquals(2, throttled.failed());
        BenchLoad broken = load(0, _ -> fail("ResourceNotFoundException"));
        assertThrows(KinesisException.class, broken::work);
        broken.work(); // another worker has nothing to do any more
        assertEquals(3, sentMs.size());
    }

    private List<PutRecordsResultEntry> fail(String code) {
        nowNs += ms(1_000);
        throw (KinesisException)
                KinesisException.builder()
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode(code)
                                        .errorMessage("no")
                                        .build())
                        .statusCode(400)
                        .build();
    }

    @Test
    void keysAndDataAreAsPlanned() throws Exception {
        var seen = new ArrayList<PutRecordsRequestEntry>();
        load(
                        1,
                        entries -> {
                            seen.addAll(entries);
                            return taking(2_000).put(entries);
                        })
                .work();
        assertEquals(2, seen.stream().map(PutRecordsRequestEntry::partitionKey).distinct().count());
        assertEquals(100, seen.getFirst().data().asByteArrayUnsafe().length);
    }
}
