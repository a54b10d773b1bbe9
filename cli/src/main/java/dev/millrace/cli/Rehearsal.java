package dev.millrace.cli;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import picocli.CommandLine;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// One short life of a server and of the tools, in which the JVM learns what a start loads. The
/// launcher runs it once after a build; see `-XX:AOTCacheOutput`.
final class Rehearsal {
    private static final int ROUNDS = 200;

    private Rehearsal() {}

    /// Serves a few requests from a folder that is deleted afterwards.
    public static void main(String[] arguments) throws Exception {
        System.setProperty(LogSetup.FORMAT, LogFormat.TEXT.name());
        Path folder = Files.createTempDirectory("millrace-rehearsal");
        try {
            MillraceConfig config =
                    MillraceConfig.reader()
                            .set("port=0")
                            .set("data=" + folder.resolve("data"))
                            .set("limits=off")
                            .set("log.journal-file-min-bytes=1MiB")
                            .read();
            try (Millrace millrace = Millrace.start(config)) {
                System.getLogger(Rehearsal.class.getName())
                        .log(System.Logger.Level.INFO, "port {0}", millrace.port());
                run(URI.create("http://127.0.0.1:" + millrace.port()));
            }
            CommandLine command = Main.commandLine();
            command.execute("--version");
            command.execute("env");
        } finally {
            delete(folder);
        }
    }

    private static void run(URI endpoint) throws IOException {
        try (InputStream ready = endpoint.resolve("/health/ready").toURL().openStream()) {
            ready.readAllBytes();
        }
        post(endpoint, "CreateStream", "{\"StreamName\":\"json\",\"ShardCount\":1}");
        post(endpoint, "DescribeStreamSummary", "{\"StreamName\":\"json\"}");
        for (int i = 0; i < ROUNDS; i++)
            post(
                    endpoint,
                    "PutRecords",
                    "{\"StreamName\":\"json\",\"Records\":[{\"PartitionKey\":\"k\",\"Data\":\"eHh4\"}]}");
        try (KinesisClient kinesis =
                KinesisClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("rehearsal", "rehearsal")))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build()) {
            kinesis.createStream(request -> request.streamName("rehearsal").shardCount(1));
            kinesis.describeStreamSummary(request -> request.streamName("rehearsal"));
            SdkBytes data = SdkBytes.fromByteArray(new byte[100]);
            var entry = PutRecordsRequestEntry.builder().partitionKey("k").data(data).build();
            for (int i = 0; i < ROUNDS; i++) {
                kinesis.putRecord(
                        request -> request.streamName("rehearsal").partitionKey("k").data(data));
                kinesis.putRecords(request -> request.streamName("rehearsal").records(entry));
            }
            String shard =
                    kinesis.listShards(request -> request.streamName("rehearsal"))
                            .shards()
                            .getFirst()
                            .shardId();
            String iterator =
                    kinesis.getShardIterator(
                                    request ->
                                            request.streamName("rehearsal")
                                                    .shardId(shard)
                                                    .shardIteratorType(
                                                            ShardIteratorType.TRIM_HORIZON))
                            .shardIterator();
            kinesis.getRecords(request -> request.shardIterator(iterator));
            kinesis.deleteStream(request -> request.streamName("rehearsal"));
        }
    }

    /// What the AWS CLI and boto3 send.
    private static void post(URI endpoint, String operation, String body) throws IOException {
        var connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/x-amz-json-1.1");
        connection.setRequestProperty("X-Amz-Target", "Kinesis_20131202." + operation);
        connection.setRequestProperty("X-Amz-Date", "20260101T000000Z");
        connection.setRequestProperty(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=rehearsal/20260101/us-east-1/kinesis/aws4_request,"
                        + " SignedHeaders=host;x-amz-date, Signature="
                        + "0".repeat(64));
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        try (InputStream answer = connection.getInputStream()) {
            answer.readAllBytes();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) Files.delete(file);
    }
}
