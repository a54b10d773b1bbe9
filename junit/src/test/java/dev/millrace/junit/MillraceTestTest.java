package dev.millrace.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

@MillraceTest
@Execution(ExecutionMode.CONCURRENT)
class MillraceTestTest {
    private final URI ofConstructor;
    private URI ofBeforeEach = URI.create("");

    MillraceTestTest(URI endpoint) {
        ofConstructor = endpoint;
    }

    @BeforeEach
    void prepare(URI endpoint) {
        ofBeforeEach = endpoint;
    }

    private static void create(KinesisClient kinesis) {
        kinesis.createStream(request -> request.streamName("orders").shardCount(1));
    }

    private static void put(KinesisClient kinesis, String data) {
        kinesis.putRecord(
                request ->
                        request.streamName("orders")
                                .partitionKey("k")
                                .data(SdkBytes.fromUtf8String(data)));
    }

    private static String iterator(KinesisClient kinesis) {
        return kinesis.getShardIterator(
                        request ->
                                request.streamName("orders")
                                        .shardId("shardId-000000000000")
                                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }

    private static List<String> read(KinesisClient kinesis, String iterator) {
        return kinesis.getRecords(request -> request.shardIterator(iterator)).records().stream()
                .map(Record::data)
                .map(SdkBytes::asUtf8String)
                .toList();
    }

    @RepeatedTest(3)
    void everyTestBeginsWithNothing(KinesisClient kinesis) {
        assertEquals(List.of(), kinesis.listStreams().streamNames());
        create(kinesis);
        put(kinesis, "one");
        assertEquals(List.of("one"), read(kinesis, iterator(kinesis)));
    }

    @Test
    void everythingInATestIsOfOneServer(
            URI endpoint, MillraceServer server, MillraceClock clock, KinesisClient kinesis) {
        assertEquals(endpoint, ofConstructor);
        assertEquals(endpoint, ofBeforeEach);
        assertEquals(endpoint, server.endpoint());
        assertSame(clock, server.clock());
        assertEquals("us-east-1", server.region());
        create(kinesis);
        assertEquals(
                "arn:aws:kinesis:us-east-1:" + server.account() + ":stream/orders",
                kinesis.describeStreamSummary(request -> request.streamName("orders"))
                        .streamDescriptionSummary()
                        .streamARN());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void parametersOfOthersAreLeftToThem(int value, KinesisAsyncClient kinesis, TestInfo info) {
        assertTrue(info.getDisplayName().contains("" + value));
        assertEquals(List.of(), kinesis.listStreams().join().streamNames());
    }

    @Test
    void anIteratorExpiresAfterFiveMinutes(KinesisClient kinesis, MillraceClock clock)
            throws Exception {
        create(kinesis);
        String iterator = iterator(kinesis);
        clock.advance(Duration.ofSeconds(299));
        assertEquals(List.of(), read(kinesis, iterator));
        clock.advance(Duration.ofSeconds(2));
        assertThrows(ExpiredIteratorException.class, () -> read(kinesis, iterator));
    }

    @Test
    void recordsAreGoneAfterTheirRetention(KinesisClient kinesis, MillraceClock clock)
            throws Exception {
        create(kinesis);
        put(kinesis, "old");
        Instant before = clock.now();
        clock.advance(Duration.ofHours(23));
        put(kinesis, "new");
        assertEquals(List.of("old", "new"), read(kinesis, iterator(kinesis)));
        clock.advance(Duration.ofMinutes(61));
        assertEquals(List.of("new"), read(kinesis, iterator(kinesis)));
        assertFalse(clock.now().isBefore(before.plus(Duration.ofMinutes(24 * 60 + 1))));
    }

    @Test
    void timeDoesNotGoBack(MillraceClock clock) {
        assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofMillis(-1)));
    }

    @Test
    @MillraceTest(settings = {"transition-delay=1h", "kinesis.rates.records-per-second=2"})
    void aTestMayHaveSettingsOfItsOwn(KinesisClient kinesis, MillraceClock clock) throws Exception {
        create(kinesis);
        assertEquals(StreamStatus.CREATING, status(kinesis));
        clock.advance(Duration.ofHours(1));
        assertEquals(StreamStatus.ACTIVE, status(kinesis));
    }

    private static StreamStatus status(KinesisClient kinesis) {
        return kinesis.describeStreamSummary(request -> request.streamName("orders"))
                .streamDescriptionSummary()
                .streamStatus();
    }

    @Test
    void aSettingThatIsNoneIsRefused() {
        assertEquals(
                "limit=off: no such setting; did you mean limits?",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> MillraceServer.start("limit=off"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> MillraceServer.start("limits"));
    }

    @Test
    void aServerIsGoneOnceItIsClosed() throws Exception {
        URI endpoint;
        try (MillraceServer server = MillraceServer.start()) {
            endpoint = server.endpoint();
            endpoint.resolve("/health/ready").toURL().openStream().close();
        }
        assertThrows(
                IOException.class,
                () -> endpoint.resolve("/health/live").toURL().openStream().close());
    }

    @Nested
    class InsideAnother {
        @Test
        void theOuterClassSpeaksForIt(URI endpoint) {
            assertEquals(endpoint, ofBeforeEach);
        }
    }

    @Nested
    @MillraceTest(lifetime = MillraceTest.Lifetime.CLASS)
    class WithOneServerForAll {
        private static URI first = URI.create("");

        @BeforeAll
        static void createStream(KinesisClient kinesis, URI endpoint) {
            create(kinesis);
            first = endpoint;
        }

        @RepeatedTest(2)
        void testsSeeWhatIsThere(KinesisClient kinesis, URI endpoint) {
            assertEquals(first, endpoint);
            assertEquals(List.of("orders"), kinesis.listStreams().streamNames());
        }
    }

    @Test
    @MillraceTest(settings = "kinesis.rates.records-per-second=10")
    void theClockGivesBackWhatWasUsedUp(MillraceServer server, MillraceClock clock)
            throws Exception {
        try (KinesisClient kinesis = withoutRetries(server)) {
            create(kinesis);
            assertThrows(
                    ProvisionedThroughputExceededException.class,
                    () -> {
                        while (true) put(kinesis, "one");
                    });
            clock.advance(Duration.ofSeconds(1));
            put(kinesis, "another");
        }
    }

    private static KinesisClient withoutRetries(MillraceServer server) {
        return KinesisClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        server.accessKeyId(), server.secretAccessKey())))
                .overrideConfiguration(
                        config -> config.retryStrategy(strategy -> strategy.maxAttempts(1)))
                .build();
    }
}
