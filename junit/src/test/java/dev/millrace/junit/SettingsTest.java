package dev.millrace.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;

/// Streams that are there from the start, and faults, as a client sees them.
class SettingsTest {
    /// Sends nothing twice, so that a test sees what happens to each request.
    private static KinesisClient client(MillraceServer server) {
        return KinesisClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .overrideConfiguration(
                        config -> config.retryStrategy(strategy -> strategy.maxAttempts(1)))
                .build();
    }

    private static void put(KinesisClient kinesis) {
        kinesis.putRecord(
                request ->
                        request.streamName("s")
                                .partitionKey("k")
                                .data(SdkBytes.fromUtf8String("x")));
    }

    private static int stored(KinesisClient kinesis) {
        String iterator =
                kinesis.getShardIterator(
                                request ->
                                        request.streamName("s")
                                                .shardId("shardId-000000000000")
                                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
        return kinesis.getRecords(request -> request.shardIterator(iterator)).records().size();
    }

    @Test
    @MillraceTest(settings = "streams=orders:3,clicks")
    void streamsAreThereFromTheStart(KinesisClient kinesis) {
        assertEquals(List.of("clicks", "orders"), kinesis.listStreams().streamNames());
        var orders =
                kinesis.describeStreamSummary(request -> request.streamName("orders"))
                        .streamDescriptionSummary();
        assertEquals(3, orders.openShardCount());
        assertEquals(StreamStatus.ACTIVE, orders.streamStatus());
        assertEquals(
                StreamMode.ON_DEMAND,
                kinesis.describeStreamSummary(request -> request.streamName("clicks"))
                        .streamDescriptionSummary()
                        .streamModeDetails()
                        .streamMode());
    }

    @Test
    void moreStreamsThanMayBeCreatedAtOnceAreCreatedOneAfterTheOther() throws Exception {
        try (MillraceServer server =
                        MillraceServer.start(
                                "streams=a:1,b:1,c:1,d:1",
                                "kinesis.quotas.creating-streams=2",
                                "transition-delay=20ms");
                KinesisClient kinesis = client(server)) {
            assertEquals(List.of("a", "b", "c", "d"), kinesis.listStreams().streamNames());
        }
    }

    @Test
    void aStreamThatIsRefusedKeepsTheServerFromStarting() {
        assertEquals(
                "streams: orders: LimitExceededException: This request would exceed the shard"
                        + " limit",
                String.valueOf(
                                assertThrows(
                                                IllegalArgumentException.class,
                                                () ->
                                                        MillraceServer.start(
                                                                "streams=orders:3",
                                                                "kinesis.quotas.shards-per-account=2"))
                                        .getMessage())
                        .replaceFirst(" for the account.*", ""));
    }

    @Test
    void aRuleForNoOperationKeepsTheServerFromStarting() {
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                IllegalArgumentException.class,
                                                () ->
                                                        MillraceServer.start(
                                                                "faults.rules=PutRecrd:drop=1"))
                                        .getMessage())
                        .startsWith(
                                "faults.rules: [1]: operation: there is no PutRecrd; did you mean"
                                        + " PutRecord"));
    }

    @Test
    void someRecordsAreRefusedAndTheOthersStored() throws Exception {
        try (MillraceServer server =
                        MillraceServer.start(
                                "streams=s:1", "faults.rules=PutRecords@s:throttle=0.5");
                KinesisClient kinesis = client(server)) {
            PutRecordsRequestEntry entry =
                    PutRecordsRequestEntry.builder()
                            .partitionKey("k")
                            .data(SdkBytes.fromUtf8String("x"))
                            .build();
            PutRecordsResponse answer =
                    kinesis.putRecords(
                            request ->
                                    request.streamName("s")
                                            .records(Collections.nCopies(200, entry)));
            assertEquals(200, answer.records().size());
            List<String> errors =
                    answer.records().stream()
                            .map(PutRecordsResultEntry::errorCode)
                            .filter(code -> code != null)
                            .toList();
            assertEquals(answer.failedRecordCount(), errors.size());
            assertEquals(
                    List.of("ProvisionedThroughputExceededException"),
                    errors.stream().distinct().toList());
            assertTrue(errors.size() > 50 && errors.size() < 150, "" + errors.size());
            assertEquals(200 - errors.size(), stored(kinesis));
        }
    }

    @Test
    void aReadIsRefusedByTheStreamOfItsIterator() throws Exception {
        try (MillraceServer server =
                        MillraceServer.start(
                                "streams=s:1,t:1", "faults.rules=GetRecords@s:throttle=1");
                KinesisClient kinesis = client(server)) {
            assertThrows(ProvisionedThroughputExceededException.class, () -> stored(kinesis));
        }
    }

    @Test
    void aFailedRequestIsNotDone() throws Exception {
        try (MillraceServer server =
                        MillraceServer.start(
                                "streams=s:1", "faults.rules=PutRecord:internal-failure=1");
                KinesisClient kinesis = client(server)) {
            assertEquals(
                    500, assertThrows(KinesisException.class, () -> put(kinesis)).statusCode());
            assertEquals(0, stored(kinesis));
        }
    }

    @Test
    void aDroppedRequestIsNotDone() throws Exception {
        try (MillraceServer server =
                        MillraceServer.start("streams=s:1", "faults.rules=PutRecord:drop=1");
                KinesisClient kinesis = client(server)) {
            assertThrows(SdkClientException.class, () -> put(kinesis));
            assertEquals(0, stored(kinesis));
        }
    }

    @Test
    void aRequestWhoseAnswerIsLostIsDone() throws Exception {
        try (MillraceServer server =
                        MillraceServer.start(
                                "streams=s:1", "faults.rules=PutRecord:lose-answer=1");
                KinesisClient kinesis = client(server)) {
            assertThrows(SdkClientException.class, () -> put(kinesis));
            assertEquals(1, stored(kinesis));
        }
    }

    /// The asynchronous client speaks HTTP/2.
    @Test
    void aConnectionOfHttp2IsClosedToo() throws Exception {
        try (MillraceServer server =
                        MillraceServer.start("streams=s:1", "faults.rules=ListStreams:drop=1");
                KinesisAsyncClient kinesis =
                        KinesisAsyncClient.builder()
                                .endpointOverride(server.endpoint())
                                .region(Region.of(server.region()))
                                .credentialsProvider(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("a", "b")))
                                .overrideConfiguration(
                                        config ->
                                                config.retryStrategy(
                                                        strategy -> strategy.maxAttempts(1)))
                                .build()) {
            var failure =
                    assertThrows(CompletionException.class, () -> kinesis.listStreams().join());
            assertTrue(failure.getCause() instanceof SdkClientException, failure::toString);
            assertEquals(1, kinesis.listShards(r -> r.streamName("s")).join().shards().size());
        }
    }

    /// The SDK sends again what was refused, as an application relies on.
    @Test
    @MillraceTest(settings = {"streams=s:1", "faults.rules=PutRecord:throttle=0.3:drop=0.1"})
    void theSdksRetriesGetThrough(KinesisClient kinesis) {
        for (int i = 0; i < 10; i++) put(kinesis);
        assertEquals(10, stored(kinesis));
    }
}
