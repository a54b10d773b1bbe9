package dev.millrace.compatibility.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.connector.kinesis.sink.KinesisStreamsSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.connectors.kinesis.FlinkKinesisConsumer;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/// Apache Flink's connector on a cluster inside this JVM: what the sink writes, before and after a
/// split, both of its readers find.
@Tag("slow")
@Timeout(300)
class FlinkTest {
    private static final String STREAM = "clicks";
    private static final String REGION = "eu-west-1";

    @TempDir Path data;

    @Test
    void theSinkWritesAndBothReadersFollowASplit() throws Exception {
        try (Millrace millrace = Millrace.start(MillraceConfig.DEFAULT.withPort(0).withData(data));
                KinesisClient kinesis = client(millrace.port())) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(2));
            String arn =
                    kinesis.describeStreamSummary(request -> request.streamName(STREAM))
                            .streamDescriptionSummary()
                            .streamARN();
            write(millrace.port(), arn, 0);
            kinesis.splitShard(
                    request ->
                            request.streamName(STREAM)
                                    .shardToSplit("shardId-000000000000")
                                    .newStartingHashKey("1" + "0".repeat(37)));
            write(millrace.port(), arn, 100);
            Properties polling = properties(millrace.port());
            hasAll(read(polling));

            Properties fanOut = properties(millrace.port());
            fanOut.setProperty("flink.stream.recordpublisher", "EFO");
            fanOut.setProperty("flink.stream.efo.consumername", "flink");
            hasAll(read(fanOut));
            // Whom it registered it leaves, and takes away again.
            assertEquals(
                    List.of(),
                    kinesis.listStreamConsumers(request -> request.streamARN(arn)).consumers());
        }
    }

    private static KinesisClient client(int port) {
        return KinesisClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static Properties properties(int port) {
        var properties = new Properties();
        properties.setProperty("aws.endpoint", "http://127.0.0.1:" + port);
        properties.setProperty("aws.region", REGION);
        properties.setProperty("aws.credentials.provider", "BASIC");
        properties.setProperty("aws.credentials.provider.basic.accesskeyid", "a");
        properties.setProperty("aws.credentials.provider.basic.secretkey", "b");
        properties.setProperty("flink.stream.initpos", "TRIM_HORIZON");
        return properties;
    }

    private static StreamExecutionEnvironment cluster() {
        return StreamExecutionEnvironment.createLocalEnvironment(2);
    }

    /// A hundred records.
    private static void write(int port, String arn, int from) throws Exception {
        StreamExecutionEnvironment cluster = cluster();
        cluster.fromSequence(from, from + 99)
                .map(number -> "click " + number)
                .returns(String.class)
                .sinkTo(
                        KinesisStreamsSink.<String>builder()
                                .setKinesisClientProperties(properties(port))
                                .setStreamArn(arn)
                                .setSerializationSchema(new SimpleStringSchema())
                                .setPartitionKeyGenerator(click -> click)
                                .setFailOnError(true)
                                .build());
        cluster.execute("write");
    }

    /// Returns once the job that read has ended, along with what it had at the server.
    @SuppressWarnings("deprecation") // The only source that this version has.
    private static List<String> read(Properties properties) throws Exception {
        StreamExecutionEnvironment cluster = cluster();
        var source = new FlinkKinesisConsumer<>(STREAM, new SimpleStringSchema(), properties);
        var clicks = new ArrayList<String>();
        CloseableIterator<String> found = cluster.addSource(source).collectAsync();
        JobClient job = cluster.executeAsync("read");
        while (clicks.size() < 200) clicks.add(found.next());
        found.close(); // cancels the job
        assertThrows(ExecutionException.class, () -> job.getJobExecutionResult().get());
        return clicks;
    }

    private static void hasAll(List<String> clicks) {
        assertEquals(
                new TreeSet<>(IntStream.range(0, 200).mapToObj(i -> "click " + i).toList()),
                new TreeSet<>(clicks));
    }
}
