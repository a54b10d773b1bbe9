package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;
import software.amazon.awssdk.utils.AttributeMap;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// The AWS SDK for Java 2 over every HTTP client it has, in both protocols, plain and inside TLS.
@ExtendWith(SharedServer.class)
class Sdk2Test {
    private static final String CBOR_ENABLED = "aws.cborEnabled";
    private static final String SHARD = "shardId-000000000000";

    private final Set<String> contentTypes = Collections.synchronizedSet(new TreeSet<>());

    @AfterEach
    void cborIsOnAgain() {
        System.clearProperty(CBOR_ENABLED);
    }

    private static AttributeMap options(String client) {
        var options =
                AttributeMap.builder().put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true);
        // Else some clients choose by the service, and some speak HTTP/1.1.
        if (client.endsWith("2")) options.put(SdkHttpConfigurationOption.PROTOCOL, Protocol.HTTP2);
        if (client.endsWith("1"))
            options.put(SdkHttpConfigurationOption.PROTOCOL, Protocol.HTTP1_1);
        return options.build();
    }

    private static SdkHttpClient http(String client) {
        return switch (client) {
            case "url" -> UrlConnectionHttpClient.builder().buildWithDefaults(options(client));
            case "apache" -> ApacheHttpClient.builder().buildWithDefaults(options(client));
            case "crt" -> AwsCrtHttpClient.builder().buildWithDefaults(options(client));
            default -> throw new IllegalArgumentException(client);
        };
    }

    private static SdkAsyncHttpClient asyncHttp(String client) {
        return switch (client) {
            case "netty-1", "netty-2" ->
                    NettyNioAsyncHttpClient.builder().buildWithDefaults(options(client));
            case "crt-1", "crt-2" ->
                    AwsCrtAsyncHttpClient.builder().buildWithDefaults(options(client));
            default -> throw new IllegalArgumentException(client);
        };
    }

    private <C, B extends AwsClientBuilder<B, C>> C build(B builder, Shell shell, boolean tls) {
        return builder.endpointOverride(
                        URI.create((tls ? "https" : "http") + "://127.0.0.1:" + shell.port()))
                .region(Region.of(shell.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .overrideConfiguration(
                        config ->
                                config.retryStrategy(retries -> retries.maxAttempts(1))
                                        .apiCallTimeout(Duration.ofSeconds(60))
                                        .addExecutionInterceptor(
                                                new ExecutionInterceptor() {
                                                    @Override
                                                    public void beforeTransmission(
                                                            Context.BeforeTransmission context,
                                                            ExecutionAttributes attributes) {
                                                        context.httpRequest()
                                                                .firstMatchingHeader("Content-Type")
                                                                .ifPresent(contentTypes::add);
                                                    }
                                                }))
                .build();
    }

    private void spokeOnly(boolean cbor) {
        assertEquals(
                Set.of(cbor ? "application/x-amz-cbor-1.1" : "application/x-amz-json-1.1"),
                contentTypes);
    }

    private static SdkBytes data(String text) {
        return SdkBytes.fromUtf8String(text);
    }

    private static PutRecordsRequestEntry entry(String text) {
        return PutRecordsRequestEntry.builder().partitionKey(text).data(data(text)).build();
    }

    private static void areThree(List<Record> records) {
        assertEquals(
                List.of("one", "two", "three"),
                records.stream().map(each -> each.data().asUtf8String()).toList());
        Instant arrival = records.getFirst().approximateArrivalTimestamp();
        long agoMs = Duration.between(arrival, Instant.now()).toMillis();
        assertTrue(agoMs >= 0 && agoMs < 600_000, arrival::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "url, true, false", "url, false, true",
        "apache, true, true", "apache, false, false",
        "crt, true, false", "crt, false, true"
    })
    void theSynchronousClientPutsAndGets(String http, boolean cbor, boolean tls, Shell shell) {
        System.setProperty(CBOR_ENABLED, Boolean.toString(cbor));
        String stream = "sync-" + http + "-" + cbor;
        try (SdkHttpClient client = http(http);
                KinesisClient kinesis =
                        build(KinesisClient.builder().httpClient(client), shell, tls)) {
            kinesis.createStream(request -> request.streamName(stream).shardCount(1));
            kinesis.putRecord(
                    request -> request.streamName(stream).partitionKey("1").data(data("one")));
            assertEquals(
                    0,
                    kinesis.putRecords(
                                    request ->
                                            request.streamName(stream)
                                                    .records(entry("two"), entry("three")))
                            .failedRecordCount());
            String iterator =
                    kinesis.getShardIterator(
                                    request ->
                                            request.streamName(stream)
                                                    .shardId(SHARD)
                                                    .shardIteratorType("AT_TIMESTAMP")
                                                    .timestamp(Instant.EPOCH))
                            .shardIterator();
            List<Record> records =
                    kinesis.getRecords(request -> request.shardIterator(iterator)).records();
            areThree(records);
            var missing =
                    assertThrows(
                            ResourceNotFoundException.class,
                            () -> kinesis.describeStreamSummary(r -> r.streamName("none")));
            assertEquals(
                    "Stream none under account 000000000000 not found.",
                    missing.awsErrorDetails().errorMessage());
        }
        spokeOnly(cbor);
    }

    @ParameterizedTest
    @CsvSource({
        "netty-1, true, true", "netty-1, false, false",
        "netty-2, true, false", "netty-2, false, true",
        "crt-1, true, true", "crt-1, false, false",
        "crt-2, true, false", "crt-2, false, true"
    })
    void theAsynchronousClientPutsAndSubscribes(String http, boolean cbor, boolean tls, Shell shell)
            throws Exception {
        System.setProperty(CBOR_ENABLED, Boolean.toString(cbor));
        String stream = "async-" + http + "-" + cbor;
        try (SdkAsyncHttpClient client = asyncHttp(http);
                KinesisAsyncClient kinesis =
                        build(KinesisAsyncClient.builder().httpClient(client), shell, tls)) {
            kinesis.createStream(request -> request.streamName(stream).shardCount(1)).join();
            kinesis.putRecord(r -> r.streamName(stream).partitionKey("1").data(data("one"))).join();
            assertEquals(
                    0,
                    kinesis.putRecords(
                                    request ->
                                            request.streamName(stream)
                                                    .records(entry("two"), entry("three")))
                            .join()
                            .failedRecordCount());
            var missing =
                    assertThrows(
                            CompletionException.class,
                            () -> kinesis.describeStreamSummary(r -> r.streamName("none")).join());
            assertInstanceOf(ResourceNotFoundException.class, missing.getCause());
            areThree(subscribed(kinesis, consumer(kinesis, stream)));
        }
        // What is subscribed to is asked for in JSON by every client.
        contentTypes.remove("application/x-amz-json-1.1");
        assertEquals(cbor ? Set.of("application/x-amz-cbor-1.1") : Set.of(), contentTypes);
    }

    private static String consumer(KinesisAsyncClient kinesis, String stream) {
        String arn =
                kinesis.describeStreamSummary(request -> request.streamName(stream))
                        .join()
                        .streamDescriptionSummary()
                        .streamARN();
        return kinesis.registerStreamConsumer(r -> r.streamARN(arn).consumerName("reader"))
                .join()
                .consumer()
                .consumerARN();
    }

    /// The three records that lie in the stream, by a subscription that is given up then.
    private static List<Record> subscribed(KinesisAsyncClient kinesis, String consumer)
            throws Exception {
        var records = new ArrayList<Record>();
        var read = new CompletableFuture<List<Record>>();
        CompletableFuture<Void> subscription =
                kinesis.subscribeToShard(
                        request ->
                                request.consumerARN(consumer)
                                        .shardId(SHARD)
                                        .startingPosition(
                                                StartingPosition.builder()
                                                        .type("AT_TIMESTAMP")
                                                        .timestamp(Instant.EPOCH)
                                                        .build()),
                        SubscribeToShardResponseHandler.builder()
                                .onError(read::completeExceptionally)
                                .subscriber(
                                        SubscribeToShardResponseHandler.Visitor.builder()
                                                .onSubscribeToShardEvent(
                                                        event -> {
                                                            records.addAll(event.records());
                                                            if (records.size() == 3)
                                                                read.complete(records);
                                                        })
                                                .build())
                                .build());
        try {
            return read.get(30, TimeUnit.SECONDS);
        } finally {
            subscription.cancel(true);
        }
    }
}
