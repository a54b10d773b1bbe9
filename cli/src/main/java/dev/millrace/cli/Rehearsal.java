package dev.millrace.cli;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// One short life of a server, in which the JVM learns what a start loads and links. The launcher
/// runs it once after a build; see `-XX:AOTCacheOutput`. Only of `serve`: every start would load
/// what other commands need, picocli and the SDK.
final class Rehearsal {
    private static final int ROUNDS = 20;

    private Rehearsal() {}

    /// Serves a few requests from a folder that is deleted afterwards.
    public static void main(String[] arguments) throws Exception {
        System.setProperty(LogSetup.FORMAT, LogFormat.TEXT.name());
        Path folder = Files.createTempDirectory("millrace-rehearsal");
        try {
            String data = folder.resolve("data").toString();
            ServeOptions options =
                    ServeOptions.plain(
                            List.of("--port", "0", "--data", data, "--set", "limits=off"));
            MillraceConfig config = Objects.requireNonNull(options).configuration();
            try (Millrace millrace = Millrace.start(config)) {
                System.getLogger(Rehearsal.class.getName())
                        .log(System.Logger.Level.INFO, "port {0}", millrace.port());
                run(URI.create("http://127.0.0.1:" + millrace.port()));
            }
        } finally {
            delete(folder);
        }
    }

    private static void run(URI endpoint) throws IOException {
        try (InputStream ready = endpoint.resolve("/health/ready").toURL().openStream()) {
            ready.readAllBytes();
        }
        String stream = "\"StreamName\":\"s\"";
        post(endpoint, "CreateStream", "{" + stream + ",\"ShardCount\":1}");
        post(endpoint, "DescribeStreamSummary", "{" + stream + "}");
        post(endpoint, "DescribeStream", "{" + stream + "}");
        post(endpoint, "ListStreams", "{}");
        post(endpoint, "ListShards", "{" + stream + "}");
        String record = "\"PartitionKey\":\"k\",\"Data\":\"eHh4\"";
        for (int i = 0; i < ROUNDS; i++) {
            post(endpoint, "PutRecord", "{" + stream + "," + record + "}");
            post(endpoint, "PutRecords", "{" + stream + ",\"Records\":[{" + record + "}]}");
        }
        String iterator =
                post(
                        endpoint,
                        "GetShardIterator",
                        "{"
                                + stream
                                + ",\"ShardId\":\"shardId-000000000000\","
                                + "\"ShardIteratorType\":\"TRIM_HORIZON\"}");
        post(endpoint, "GetRecords", iterator);
        // {"StreamName": "s"} in CBOR, which the Java SDK speaks.
        byte[] cbor = HexFormat.of().parseHex("a16a53747265616d4e616d656173");
        post(endpoint, "DescribeStreamSummary", "application/x-amz-cbor-1.1", cbor);
        post(endpoint, "DeleteStream", "{" + stream + "}");
    }

    private static String post(URI endpoint, String operation, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return post(endpoint, operation, "application/x-amz-json-1.1", body);
    }

    /// Sends one request, as the AWS tools do.
    private static String post(URI endpoint, String operation, String type, byte[] body)
            throws IOException {
        var connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", type);
        connection.setRequestProperty("X-Amz-Target", "Kinesis_20131202." + operation);
        connection.setRequestProperty("X-Amz-Date", "20260101T000000Z");
        connection.setRequestProperty(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=rehearsal/20260101/us-east-1/kinesis/aws4_request,"
                        + " SignedHeaders=host;x-amz-date, Signature="
                        + "0".repeat(64));
        connection.getOutputStream().write(body);
        try (InputStream answer = connection.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
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
