package dev.millrace.compatibility.kcl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// The KPL's native daemon over TLS, trusting what the README's line tells it to: a hundred
/// thousand user records in some hundred records, each in the shard that it foresaw, all read back.
@Tag("slow")
@Timeout(300)
class KplTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String STREAM = "clicks";
    private static final int USER_RECORDS = 100_000;
    private static final int KEYS = 1_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    /// Says which shard each key went to and how many attempts were made; then its own metrics.
    private static final String PROGRAM =
            """
            import com.google.common.util.concurrent.ListenableFuture;
            import software.amazon.kinesis.producer.*;
            import java.nio.ByteBuffer;
            import java.util.*;

            void main(String[] words) throws Exception {
                int keys = Integer.parseInt(words[1]);
                var configuration = new KinesisProducerConfiguration();
                configuration.setRegion(System.getenv("AWS_REGION"));
                // A record that is refused is tried again until it has been taken.
                configuration.setRecordTtl(60_000).setMetricsUploadDelay(500);
                // configure
                var producer = new KinesisProducer(configuration);
                var puts = new ArrayList<ListenableFuture<UserRecordResult>>();
                for (int i = 0; i < Integer.parseInt(words[2]); i++) {
                    while (producer.getOutstandingRecordsCount() > 20_000) Thread.sleep(1);
                    puts.add(producer.addUserRecord(words[0], "key-" + i % keys,
                            ByteBuffer.wrap(("" + i / keys).getBytes())));
                    // What comes before the daemon knows the shards, it does not aggregate.
                    if (i == 0) puts.getFirst().get();
                }
                producer.flush();
                int attempts = 0;
                for (int i = 0; i < puts.size(); i++) {
                    UserRecordResult put = puts.get(i).get();
                    attempts += put.getAttempts().size();
                    if (i < keys) IO.println("shard key-" + i + " " + put.getShardId());
                }
                IO.println("taken " + puts.size() + " in " + attempts + " attempts");
                for (Metric metric : producer.getMetrics())
                    if (metric.getDimensions().size() == 1)
                        IO.println("metric " + metric.getName() + " " + (long) metric.getSum());
                Thread.sleep(Long.parseLong(words[3]));
                producer.destroy();
            }
            """;

    /// @param waitMs how long it stays when it has done all
    private String produce(Service service, String line, String scheme, int records, long waitMs)
            throws Exception {
        Path program = folder.resolve("Produce.java");
        Files.writeString(program, PROGRAM.replace("// configure", line));
        try (JavaProcess kpl =
                JavaProcess.start(
                        folder,
                        service.environment(scheme),
                        program.toString(),
                        STREAM,
                        "" + KEYS,
                        "" + records,
                        "" + waitMs)) {
            kpl.await();
            String said = kpl.said();
            assertEquals(0, kpl.process().exitValue(), said);
            return said;
        }
    }

    private static String readmeLine() throws Exception {
        Matcher line =
                Pattern.compile("\\n\\| KPL \\| `([^`]+)` \\|\\n")
                        .matcher(Files.readString(PROJECT.resolve("README.md")));
        assertTrue(line.find());
        return line.group(1);
    }

    private static long number(String said, String before) {
        Matcher number = Pattern.compile("(?m)^" + before + " (\\d+)").matcher(said);
        assertTrue(number.find(), said);
        return Long.parseLong(number.group(1));
    }

    @Test
    void aHundredThousandUserRecordsGoWhereTheyAreForeseenAndComeBack() throws Exception {
        try (Service service = Service.start(folder.resolve("data"))) {
            service.kinesis().createStream(request -> request.streamName(STREAM).shardCount(4));
            String said = produce(service, readmeLine(), "https", USER_RECORDS, 0);
            // Each at the first attempt: one in another shard than foreseen would be sent again.
            assertTrue(
                    said.contains("taken " + USER_RECORDS + " in " + USER_RECORDS + " attempts"),
                    said);
            assertEquals(0, number(said, "metric AllErrors"));
            assertEquals(USER_RECORDS, number(said, "metric UserRecordsPut"));
            assertFalse(said.contains("did not end up"), said);
            long records = number(said, "metric KinesisRecordsPut");
            assertTrue(records < USER_RECORDS / 100, said);

            List<Shard> shards = shards(service.kinesis());
            for (int i = 0; i < KEYS; i++) {
                Matcher shard = Pattern.compile("(?m)^shard key-" + i + " (\\S+)$").matcher(said);
                assertTrue(shard.find());
                assertEquals(owner(shards, "key-" + i), shard.group(1));
            }

            Set<String> written = written();
            List<String> read = readByTheKclsOwn(service.kinesis(), shards, records);
            assertEquals(USER_RECORDS, read.size());
            assertEquals(written, new TreeSet<>(read));
            List<String> readByOurs = readByTheExample(service);
            assertEquals(USER_RECORDS, readByOurs.size());
            assertEquals(written, new TreeSet<>(readByOurs));
        }
    }

    private static Set<String> written() {
        return LongStream.range(0, USER_RECORDS)
                .mapToObj(i -> "key-" + i % KEYS + " " + i / KEYS)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Shard> shards(KinesisClient kinesis) {
        return kinesis.listShards(request -> request.streamName(STREAM)).shards();
    }

    private static String owner(List<Shard> shards, String key) throws Exception {
        byte[] md5 = MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
        var hash = new BigInteger(1, md5);
        return shards.stream()
                .filter(
                        shard ->
                                hash.compareTo(
                                                        new BigInteger(
                                                                shard.hashKeyRange()
                                                                        .startingHashKey()))
                                                >= 0
                                        && hash.compareTo(
                                                        new BigInteger(
                                                                shard.hashKeyRange()
                                                                        .endingHashKey()))
                                                <= 0)
                .findFirst()
                .orElseThrow()
                .shardId();
    }

    /// @param expected how many records the user records were aggregated into
    private static List<String> readByTheKclsOwn(
            KinesisClient kinesis, List<Shard> shards, long expected) {
        var read = new ArrayList<String>();
        long records = 0;
        for (Shard shard : shards) {
            String iterator =
                    kinesis.getShardIterator(
                                    request ->
                                            request.streamName(STREAM)
                                                    .shardId(shard.shardId())
                                                    .shardIteratorType("TRIM_HORIZON"))
                            .shardIterator();
            List<KinesisClientRecord> found =
                    kinesis
                            .getRecords(request -> request.shardIterator(iterator))
                            .records()
                            .stream()
                            .map(KinesisClientRecord::fromRecord)
                            .toList();
            records += found.size();
            new AggregatorUtil()
                    .deaggregate(
                            found,
                            shard.hashKeyRange().startingHashKey(),
                            shard.hashKeyRange().endingHashKey())
                    .forEach(
                            user ->
                                    read.add(
                                            user.partitionKey()
                                                    + " "
                                                    + StandardCharsets.UTF_8.decode(user.data())));
        }
        assertEquals(expected, records);
        return read;
    }

    private List<String> readByTheExample(Service service) throws Exception {
        Path out = folder.resolve("read");
        var python =
                new ProcessBuilder(
                                "python3",
                                PROJECT.resolve("examples/seeds/deaggregate.py").toString(),
                                STREAM)
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        python.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        for (Map.Entry<String, String> variable : service.environment("http").entrySet())
            python.environment().put(variable.getKey(), variable.getValue());
        assertEquals(0, python.start().waitFor());
        return Files.readAllLines(out).stream().map(line -> line.split(" ", 4)[3]).toList();
    }

    /// Refused, its metrics are put off, and nothing else happens.
    @Test
    void whereMetricsAreRefusedItSendsAllTheSame() throws Exception {
        try (Service service = Service.start(folder.resolve("data"))) {
            service.kinesis().createStream(request -> request.streamName(STREAM).shardCount(1));
            String elsewhere =
                    "configuration.setCloudwatchEndpoint(\"localhost\").setCloudwatchPort(9);"
                            + readmeLine();
            String said = produce(service, elsewhere, "https", 5_000, 2_000);
            assertTrue(said.contains("taken 5000 in 5000 attempts"), said);
            assertTrue(said.contains("Metrics upload failed"), said);
        }
    }
}
