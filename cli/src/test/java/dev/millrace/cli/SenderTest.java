package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

class SenderTest {
    private static final PutRecordsResultEntry TAKEN =
            PutRecordsResultEntry.builder().shardId("shardId-000000000000").build();
    private static final PutRecordsResultEntry REFUSED =
            PutRecordsResultEntry.builder()
                    .errorCode("ProvisionedThroughputExceededException")
                    .errorMessage("Rate exceeded for shard")
                    .build();

    private final List<List<String>> requests = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    private Sender sender(Function<List<String>, List<PutRecordsResultEntry>> service) {
        return new Sender(
                entries -> {
                    List<String> keys =
                            entries.stream().map(PutRecordsRequestEntry::partitionKey).toList();
                    requests.add(keys);
                    return service.apply(keys);
                },
                pauses::add,
                new Random(1));
    }

    private static PutRecordsRequestEntry entry(String key, int bytes) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromByteArrayUnsafe(new byte[bytes]))
                .build();
    }

    private static List<PutRecordsResultEntry> taken(List<String> keys) {
        return keys.stream().map(key -> TAKEN).toList();
    }

    private static KinesisException exception(String code) {
        return (KinesisException)
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
    void aRequestHasAtMostFiveHundredRecords() throws Exception {
        Sender sender = sender(SenderTest::taken);
        for (int i = 0; i < 1_001; i++) sender.add(entry("k" + i, 1));
        sender.flush();
        assertEquals(List.of(500, 500, 1), requests.stream().map(List::size).toList());
        assertEquals(1_001, sender.records());
        assertEquals(1_001, sender.bytes());
        assertEquals(0, sender.retried());
    }

    @Test
    void aRequestHasAtMostFourMebibytesUnlessOneRecordIsLarger() throws Exception {
        Sender sender = sender(SenderTest::taken);
        for (int bytes : new int[] {3 << 20, 1 << 20, 10 << 20, 1}) sender.add(entry("k", bytes));
        sender.flush();
        assertEquals(4, requests.size());
    }

    @Test
    void onlyWhatWasRefusedIsSentAgain() throws Exception {
        Sender sender =
                sender(
                        keys ->
                                requests.size() == 1
                                        ? List.of(TAKEN, REFUSED, TAKEN, REFUSED)
                                        : taken(keys));
        for (String key : List.of("a", "b", "c", "d")) sender.add(entry(key, 1));
        sender.flush();
        assertEquals(List.of(List.of("a", "b", "c", "d"), List.of("b", "d")), requests);
        assertEquals(4, sender.records());
        assertEquals(2, sender.retried());
        assertEquals(0, sender.failed());
        assertEquals(1, pauses.size());
    }

    @Test
    void recordsThatAreNeverTakenFailAfterEverLongerPauses() throws Exception {
        Sender sender = sender(keys -> List.of(REFUSED));
        sender.add(entry("a", 1));
        sender.flush();
        assertEquals(Sender.FRUITLESS_ATTEMPTS, requests.size());
        assertEquals(1, sender.failed());
        assertEquals(0, sender.records());
        assertEquals(
                "ProvisionedThroughputExceededException: Rate exceeded for shard",
                sender.lastError());
        assertEquals(Sender.FRUITLESS_ATTEMPTS - 1, pauses.size());
        assertEquals(true, pauses.getLast().compareTo(pauses.getFirst()) > 0);
    }

    @Test
    void recordsAreNotGivenUpWhileSomeAreTaken() throws Exception {
        Sender sender =
                sender(
                        keys -> {
                            var results = new ArrayList<>(keys.stream().map(k -> REFUSED).toList());
                            results.set(0, TAKEN);
                            return results;
                        });
        for (int i = 0; i < 50; i++) sender.add(entry("k" + i, 1));
        sender.flush();
        assertEquals(50, sender.records());
        assertEquals(0, sender.failed());
    }

    @Test
    void aRequestThrottledAsAWholeIsSentAgain() throws Exception {
        Sender sender =
                sender(
                        keys -> {
                            if (requests.size() == 1)
                                throw exception("ProvisionedThroughputExceededException");
                            return taken(keys);
                        });
        sender.add(entry("a", 1));
        sender.flush();
        assertEquals(1, sender.records());
    }

    @Test
    void anyOtherErrorEndsIt() throws Exception {
        Sender sender =
                sender(
                        keys -> {
                            throw exception("ResourceNotFoundException");
                        });
        sender.add(entry("a", 1));
        assertThrows(KinesisException.class, sender::flush);
    }
}
