package dev.millrace.compatibility;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;
import software.amazon.awssdk.utils.AttributeMap;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The asynchronous SDK for Java over HTTP/2, as applications with enhanced fan-out use it.
final class FanOut implements AutoCloseable {
    private final KinesisAsyncClient kinesis;

    FanOut(String endpoint, String region) {
        kinesis =
                KinesisAsyncClient.builder()
                        .endpointOverride(URI.create(endpoint))
                        .region(Region.of(region))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("a", "b")))
                        .httpClient(
                                NettyNioAsyncHttpClient.builder()
                                        .maxConcurrency(2_000)
                                        .connectionAcquisitionTimeout(Duration.ofSeconds(60))
                                        .protocol(Protocol.HTTP2)
                                        .buildWithDefaults(
                                                AttributeMap.builder()
                                                        .put(
                                                                SdkHttpConfigurationOption
                                                                        .TRUST_ALL_CERTIFICATES,
                                                                true)
                                                        .build()))
                        .overrideConfiguration(
                                config -> config.retryStrategy(retries -> retries.maxAttempts(1)))
                        .build();
    }

    KinesisAsyncClient client() {
        return kinesis;
    }

    /// Creates a stream and consumers of it.
    ///
    /// @return the consumers' ARNs, once they are active
    List<String> register(String stream, int shards, String... names) {
        kinesis.createStream(request -> request.streamName(stream).shardCount(shards)).join();
        String arn =
                kinesis.describeStreamSummary(request -> request.streamName(stream))
                        .join()
                        .streamDescriptionSummary()
                        .streamARN();
        var consumers = new ArrayList<String>();
        for (String name : names) {
            String consumer =
                    kinesis.registerStreamConsumer(r -> r.streamARN(arn).consumerName(name))
                            .join()
                            .consumer()
                            .consumerARN();
            while (kinesis.describeStreamConsumer(r -> r.consumerARN(consumer))
                            .join()
                            .consumerDescription()
                            .consumerStatus()
                    != ConsumerStatus.ACTIVE) Thread.onSpinWait();
            consumers.add(consumer);
        }
        return consumers;
    }

    Reader subscribe(String consumer, String shard) {
        return subscribe(consumer, shard, "LATEST");
    }

    Reader subscribe(String consumer, String shard, String type) {
        return subscribe(consumer, shard, StartingPosition.builder().type(type).build());
    }

    Reader subscribeAfter(String consumer, String shard, String number) {
        return subscribe(
                consumer,
                shard,
                StartingPosition.builder()
                        .type("AFTER_SEQUENCE_NUMBER")
                        .sequenceNumber(number)
                        .build());
    }

    private Reader subscribe(String consumer, String shard, StartingPosition from) {
        var reader = new Reader();
        reader.done =
                kinesis.subscribeToShard(
                        request ->
                                request.consumerARN(consumer).shardId(shard).startingPosition(from),
                        SubscribeToShardResponseHandler.builder()
                                .subscriber(reader::take)
                                .onComplete(() -> reader.events.add(reader))
                                .build());
        return reader;
    }

    /// What one subscription yields.
    static final class Reader {
        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        private @Nullable Object peeked;
        private CompletableFuture<Void> done = new CompletableFuture<>();

        private void take(SubscribeToShardEventStream event) {
            if (event instanceof SubscribeToShardEvent read) events.add(read);
        }

        /// The next event; a failure if the subscription ends without one.
        SubscribeToShardEvent next() throws InterruptedException {
            if (!hasNext() || !(peeked instanceof SubscribeToShardEvent event))
                throw new AssertionError("no event", failure());
            peeked = null;
            return event;
        }

        /// Waits for an event or the end.
        boolean hasNext() throws InterruptedException {
            if (peeked == null) peeked = events.poll(30, TimeUnit.SECONDS);
            if (peeked == null) throw new AssertionError("neither an event nor the end", failure());
            return peeked instanceof SubscribeToShardEvent;
        }

        private @Nullable Throwable failure() {
            return done.isCompletedExceptionally() ? done.exceptionNow() : null;
        }

        /// As many records, from as many events as they take.
        List<Record> records(int count) throws InterruptedException {
            var records = new ArrayList<Record>();
            while (records.size() < count) records.addAll(next().records());
            return records;
        }

        /// Waits for the clean end; fails as the subscription did.
        void awaitEnd() {
            done.orTimeout(30, TimeUnit.SECONDS).join();
        }

        void cancel() {
            done.cancel(true);
        }
    }

    @Override
    public void close() {
        kinesis.close();
    }
}
