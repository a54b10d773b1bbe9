package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.Request;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.handlers.RequestHandler2;
import com.amazonaws.services.kinesis.AmazonKinesis;
import com.amazonaws.services.kinesis.AmazonKinesisClientBuilder;
import com.amazonaws.services.kinesis.model.GetRecordsRequest;
import com.amazonaws.services.kinesis.model.GetShardIteratorRequest;
import com.amazonaws.services.kinesis.model.InvalidArgumentException;
import com.amazonaws.services.kinesis.model.PutRecordsRequest;
import com.amazonaws.services.kinesis.model.PutRecordsRequestEntry;
import com.amazonaws.services.kinesis.model.Record;
import com.amazonaws.services.kinesis.model.ResourceNotFoundException;
import com.amazonaws.services.kinesis.model.ShardIteratorType;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The AWS SDK for Java 1, which older consumers, the Agent and Flink's polling reader are
/// built on.
@ExtendWith(SharedServer.class)
@SuppressWarnings("JavaUtilDate") // This SDK has no other time.
class Sdk1Test {
    private static final String DISABLE_CBOR = "com.amazonaws.sdk.disableCbor";

    private static final String SHARD = "shardId-000000000000";

    private final Set<String> contentTypes = new TreeSet<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void putsAndGetsInEitherProtocol(boolean cbor, Shell shell) {
        if (!cbor) System.setProperty(DISABLE_CBOR, "true");
        AmazonKinesis kinesis = client(shell);
        try {
            putAndGet(kinesis, cbor ? "first-cbor" : "first-json");
            if (!cbor) overshoots(kinesis);
        } finally {
            kinesis.shutdown();
            System.clearProperty(DISABLE_CBOR);
        }
        assertEquals(
                Set.of(cbor ? "application/x-amz-cbor-1.1" : "application/x-amz-json-1.1"),
                contentTypes);
    }

    private AmazonKinesis client(Shell shell) {
        return AmazonKinesisClientBuilder.standard()
                .withEndpointConfiguration(
                        new EndpointConfiguration(
                                "http://127.0.0.1:" + shell.port(), shell.region()))
                .withCredentials(
                        new AWSStaticCredentialsProvider(new BasicAWSCredentials("a", "b")))
                .withClientConfiguration(new ClientConfiguration().withMaxErrorRetry(0))
                .withRequestHandlers(
                        new RequestHandler2() {
                            @Override
                            public void beforeRequest(Request<?> request) {
                                contentTypes.add(request.getHeaders().get("Content-Type"));
                            }
                        })
                .build();
    }

    private static void putAndGet(AmazonKinesis kinesis, String stream) {
        kinesis.createStream(stream, 1);
        assertEquals(
                "ACTIVE", kinesis.describeStream(stream).getStreamDescription().getStreamStatus());
        assertEquals(SHARD, kinesis.putRecord(stream, data("one"), "key-1").getShardId());
        assertEquals(
                0,
                kinesis.putRecords(
                                new PutRecordsRequest()
                                        .withStreamName(stream)
                                        .withRecords(entry("two"), entry("three")))
                        .getFailedRecordCount());
        List<Record> records = read(kinesis, stream, SHARD, new Date(0));
        assertEquals(
                List.of("one", "two", "three"),
                records.stream().map(each -> text(each.getData())).toList());
        Date arrival = records.getFirst().getApproximateArrivalTimestamp();
        long agoMs = System.currentTimeMillis() - arrival.getTime();
        assertTrue(agoMs >= 0 && agoMs < 600_000, arrival::toString);
        assertEquals(
                "Stream none under account 000000000000 not found.",
                assertThrows(ResourceNotFoundException.class, () -> kinesis.describeStream("none"))
                        .getErrorMessage());
    }

    /// With CBOR off this SDK sends milliseconds where JSON has seconds, and the service, too,
    /// finds that they lie in the future.
    private static void overshoots(AmazonKinesis kinesis) {
        var refused =
                assertThrows(
                        InvalidArgumentException.class,
                        () -> read(kinesis, "first-json", SHARD, new Date(1_600_000_000_000L)));
        assertTrue(
                refused.getErrorMessage()
                        .startsWith(
                                "The timestampInMillis parameter cannot be greater than the"
                                        + " currentTimestampInMillis. timestampInMillis:"
                                        + " 1600000000000000, currentTimestampInMillis: "),
                refused.getErrorMessage());
    }

    private static List<Record> read(
            AmazonKinesis kinesis, String stream, String shard, Date from) {
        String iterator =
                kinesis.getShardIterator(
                                new GetShardIteratorRequest()
                                        .withStreamName(stream)
                                        .withShardId(shard)
                                        .withShardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                                        .withTimestamp(from))
                        .getShardIterator();
        return kinesis.getRecords(new GetRecordsRequest().withShardIterator(iterator)).getRecords();
    }

    private static PutRecordsRequestEntry entry(String text) {
        return new PutRecordsRequestEntry().withData(data(text)).withPartitionKey(text);
    }

    private static ByteBuffer data(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    private static String text(ByteBuffer data) {
        return StandardCharsets.UTF_8.decode(data).toString();
    }
}
