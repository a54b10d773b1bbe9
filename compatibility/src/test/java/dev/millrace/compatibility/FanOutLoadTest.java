package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A thousand subscriptions on one server, half of them over HTTP/1.1 and half over HTTP/2 inside
/// TLS. By the JDK's client, as that of the SDK takes 2 MiB for each.
class FanOutLoadTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHARDS = 50;
    private static final int CONSUMERS = 20;
    private static final int ROUNDS = 3;

    /// Consumers that share one connection of HTTP/2, each once a shard.
    private static final int CONSUMERS_A_CONNECTION = 4;

    /// Those of this JVM, client and server together; a thread for each subscription would show.
    private static final int MOST_THREADS = 500;

    @TempDir Path folder;

    @Test
    void aThousandSubscribersEachGetEveryRecordOfTheirShard() throws Exception {
        var config =
                MillraceConfig.DEFAULT
                        .withPort(0)
                        .withData(folder)
                        .with("http.tls", "self-made")
                        .with("kinesis.call-rates", "*=off");
        var begun = new CountDownLatch(SHARDS * CONSUMERS);
        try (var server = Millrace.start(config);
                var fan = new FanOut("http://127.0.0.1:" + server.port(), "eu-west-1");
                ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            String[] names =
                    IntStream.range(0, CONSUMERS).mapToObj(i -> "c" + i).toArray(String[]::new);
            List<String> consumers = fan.register("wide", SHARDS, names);
            List<Shard> shards =
                    fan.client().listShards(request -> request.streamName("wide")).join().shards();
            SSLContext trust = trust(folder.resolve("tls").resolve("ca.pem"));
            var results = new ArrayList<Future<List<String>>>();
            HttpClient plain = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            HttpClient encrypted = plain;
            for (int i = 0; i < CONSUMERS; i++) {
                boolean secure = i < CONSUMERS / 2;
                if (secure && i % CONSUMERS_A_CONNECTION == 0)
                    encrypted = HttpClient.newBuilder().sslContext(trust).build();
                HttpClient http = secure ? encrypted : plain;
                URI endpoint =
                        URI.create((secure ? "https" : "http") + "://127.0.0.1:" + server.port());
                for (Shard shard : shards)
                    results.add(
                            readers.submit(
                                    reader(
                                            http,
                                            endpoint,
                                            consumers.get(i),
                                            shard.shardId(),
                                            begun)));
            }
            assertTrue(begun.await(60, TimeUnit.SECONDS), () -> "not begun: " + begun);
            for (int round = 0; round < ROUNDS; round++) put(fan, shards, "round " + round);
            for (Future<List<String>> result : results)
                assertEquals(
                        List.of("round 0", "round 1", "round 2"), result.get(60, TimeUnit.SECONDS));
            int threads = Thread.getAllStackTraces().size();
            assertTrue(threads < MOST_THREADS, "threads: " + threads);
        }
    }

    private static SSLContext trust(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (InputStream pem = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "a", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /// Subscribes, reads one record a round, and leaves.
    private static Callable<List<String>> reader(
            HttpClient http, URI endpoint, String consumer, String shard, CountDownLatch begun) {
        String input =
                """
                {"ConsumerARN": "%s", "ShardId": "%s", "StartingPosition": {"Type": "LATEST"}}
                """
                        .formatted(consumer, shard);
        HttpRequest request =
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "Kinesis_20131202.SubscribeToShard")
                        .header("X-Amz-Date", "20130101T000000Z")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=a/20130101/eu-west-1/kinesis/"
                                        + "aws4_request, SignedHeaders=host, Signature=0f")
                        .POST(HttpRequest.BodyPublishers.ofString(input))
                        .build();
        return () -> {
            HttpResponse<InputStream> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var in = new DataInputStream(answer.body())) {
                if (answer.statusCode() != 200)
                    throw new IOException(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                payload(in);
                assertEquals(0, payload(in).get("Records").size());
                begun.countDown();
                var found = new ArrayList<String>();
                while (found.size() < ROUNDS)
                    for (JsonNode record : payload(in).get("Records"))
                        found.add(
                                new String(
                                        Base64.getDecoder().decode(record.get("Data").asText()),
                                        StandardCharsets.UTF_8));
                return found;
            }
        };
    }

    /// The document of the next frame.
    private static JsonNode payload(DataInputStream in) throws IOException {
        int length = in.readInt();
        int headers = in.readInt();
        in.skipNBytes(4 + headers);
        byte[] payload = in.readNBytes(length - headers - 16);
        in.skipNBytes(4);
        return JSON.readTree(payload);
    }

    /// One record for each shard.
    private static void put(FanOut fan, List<Shard> shards, String data) {
        var entries = new ArrayList<PutRecordsRequestEntry>();
        for (Shard shard : shards)
            entries.add(
                    PutRecordsRequestEntry.builder()
                            .partitionKey("k")
                            .explicitHashKey(shard.hashKeyRange().startingHashKey())
                            .data(SdkBytes.fromUtf8String(data))
                            .build());
        assertEquals(
                0,
                fan.client()
                        .putRecords(request -> request.streamName("wide").records(entries))
                        .join()
                        .failedRecordCount());
    }
}
