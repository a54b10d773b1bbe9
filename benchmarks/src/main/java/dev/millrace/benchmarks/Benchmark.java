package dev.millrace.benchmarks;

import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Measures a server from outside: CPU-seconds per million records, rate and latency, per
/// operation, format, record size and number of shards.
///
/// Arguments: `--launcher FILE`, `--folder DIR` (which disk), `--seconds N` (measured, per row),
/// and words that the names of wanted rows must contain.
public final class Benchmark {
    private static final int BATCH = 500;
    private static final int PREPARED = 32;
    private static final double WARM_SECONDS = 20;

    private final ServerProcess server;
    private final Connection control;
    private final double seconds;
    private final Random random = new Random(1);

    private Benchmark(ServerProcess server, double seconds) throws IOException {
        this.server = server;
        this.seconds = seconds;
        control = new Connection(server.port());
    }

    public static void main(String[] arguments) throws Exception {
        Path launcher = Path.of("millrace").toAbsolutePath();
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        double seconds = 8;
        var wanted = new ArrayList<String>();
        for (int i = 0; i < arguments.length; i++)
            switch (arguments[i]) {
                case "--launcher" -> launcher = Path.of(arguments[++i]).toAbsolutePath();
                case "--folder" -> folder = Path.of(arguments[++i]);
                case "--seconds" -> seconds = Double.parseDouble(arguments[++i]);
                default -> wanted.add(arguments[i]);
            }
        print("%-42s %10s %8s %8s %8s %8s", "", "records/s", "s/M", "p50 ms", "p99 ms", "RSS MiB");
        boolean saidIdle = false;
        for (Row row : rows()) {
            if (!wanted.isEmpty() && wanted.stream().noneMatch(row.name::contains)) continue;
            try (var server =
                    ServerProcess.start(launcher, folder, List.of("--set", "limits=off"))) {
                if (!saidIdle) sayIdle(server);
                saidIdle = true;
                row.measure(new Benchmark(server, seconds));
            }
        }
    }

    /// What a server costs before any load.
    private static void sayIdle(ServerProcess server) throws IOException, InterruptedException {
        Thread.sleep(2_000);
        print(
                "start to first answer %.2f s, idle RSS %d MiB",
                server.startSeconds(), server.residentMiB());
    }

    /// One line of the table, on a server of its own so that rows do not disturb each other.
    private record Row(String name, Measurement measurement) {
        void measure(Benchmark benchmark) throws Exception {
            Load.Result result = measurement.of(benchmark);
            print(
                    "%-42s %,10.0f %8.2f %8.2f %8.2f %8d",
                    name,
                    result.recordsPerSecond(),
                    result.cpuSecondsPerMillion(),
                    result.latencyNs().getValueAtPercentile(50) / 1e6,
                    result.latencyNs().getValueAtPercentile(99) / 1e6,
                    benchmark.server.residentMiB());
        }
    }

    private interface Measurement {
        Load.Result of(Benchmark benchmark) throws Exception;
    }

    private static List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (Request format : Request.values())
            for (int bytes : new int[] {100, 1024})
                for (int shards : new int[] {4, 1_000, 10_000})
                    rows.add(
                            new Row(
                                    "PutRecords %s 500 x %d B, %d shards"
                                            .formatted(format, bytes, shards),
                                    benchmark -> benchmark.putRecords(format, bytes, shards)));
        for (int connections : new int[] {16, 64})
            rows.add(
                    new Row(
                            "PutRecord JSON 1024 B, %d connections".formatted(connections),
                            benchmark -> benchmark.putRecord(connections)));
        for (Request format : Request.values())
            for (int bytes : new int[] {100, 1024})
                rows.add(
                        new Row(
                                "GetRecords %s %d B".formatted(format, bytes),
                                benchmark -> benchmark.getRecords(format, bytes)));
        return rows;
    }

    private Load.Result putRecords(Request format, int bytes, int shards) throws Exception {
        create(shards);
        return Load.run(
                server,
                16,
                WARM_SECONDS,
                seconds,
                Load.inTurn(batches(format, bytes), BATCH, "ErrorCode"));
    }

    private Load.Result putRecord(int connections) throws Exception {
        create(4);
        var requests = new ArrayList<byte[]>();
        for (int i = 0; i < PREPARED * 8; i++)
            requests.add(
                    Request.JSON.of(
                            "PutRecord",
                            PutRecordInput.builder()
                                    .streamName("benchmark")
                                    .partitionKey(key())
                                    .data(data(1024))
                                    .build()));
        return Load.run(server, connections, WARM_SECONDS, seconds, Load.inTurn(requests, 1, ""));
    }

    /// Fills four shards, then lets four connections read one each from its start, again and again.
    private Load.Result getRecords(Request format, int bytes) throws Exception {
        int shards = 4;
        create(shards);
        // 64 MiB, so that what is read is partly in the cache and partly on the disk.
        int rounds = (64 << 20) / (BATCH * bytes);
        List<byte[]> batches = batches(Request.JSON, bytes);
        for (int i = 0; i < rounds; i++) call(batches.get(i % batches.size()));
        int perCall = bytes <= 100 ? 10_000 : 2_000;
        var iterators = new ArrayList<String>();
        for (int i = 0; i < shards; i++) iterators.add(iterator(i));
        return Load.run(
                server,
                shards,
                WARM_SECONDS,
                seconds,
                connection -> new Reading(format, iterators.get(connection), perCall, bytes));
    }

    /// One consumer: follows its shard to the tip, then starts over.
    private static final class Reading implements Load.Call {
        private final Request format;
        private final byte[] first;
        private final int perCall;
        private final int bytes;
        private byte[] next;

        Reading(Request format, String iterator, int perCall, int bytes) {
            this.format = format;
            this.perCall = perCall;
            this.bytes = bytes;
            first = request(iterator);
            next = first;
        }

        private byte[] request(String iterator) {
            return format.of(
                    "GetRecords",
                    GetRecordsInput.builder().shardIterator(iterator).limit(perCall).build());
        }

        @Override
        public int once(Connection connection) throws IOException {
            int status = connection.send(next);
            if (status != 200)
                throw new IOException(
                        status + " " + new String(connection.body(), StandardCharsets.UTF_8));
            // A full answer holds perCall records; one that is nearly empty is the tip.
            int length = connection.body().length;
            if (length < perCall * bytes) {
                next = first;
                return 0;
            }
            next = request(nextIterator(connection.body()));
            return perCall;
        }

        private String nextIterator(byte[] body) {
            String text = new String(body, StandardCharsets.ISO_8859_1);
            int at = text.lastIndexOf("NextShardIterator") + "NextShardIterator".length();
            // JSON: `":"` before, `"` after. CBOR: a text of up to 255 bytes, 0x78 and its length.
            if (format == Request.JSON) return text.substring(at + 3, text.indexOf('"', at + 3));
            int kind = text.charAt(at);
            int length = kind == 0x78 ? text.charAt(at + 1) : kind - 0x60;
            int from = at + (kind == 0x78 ? 2 : 1);
            return text.substring(from, from + length);
        }
    }

    private List<byte[]> batches(Request format, int bytes) {
        var requests = new ArrayList<byte[]>();
        for (int i = 0; i < PREPARED; i++) {
            var entries = new ArrayList<PutRecordsRequestEntry>();
            for (int j = 0; j < BATCH; j++)
                entries.add(
                        PutRecordsRequestEntry.builder()
                                .partitionKey(key())
                                .data(data(bytes))
                                .build());
            requests.add(
                    format.of(
                            "PutRecords",
                            PutRecordsInput.builder()
                                    .streamName("benchmark")
                                    .records(entries)
                                    .build()));
        }
        return requests;
    }

    private String key() {
        return "user-" + random.nextInt(1_000_000);
    }

    private Blob data(int bytes) {
        byte[] data = new byte[bytes];
        random.nextBytes(data);
        return Blob.of(data);
    }

    private void create(int shards) throws IOException, InterruptedException {
        call(
                Request.JSON.of(
                        "CreateStream",
                        CreateStreamInput.builder()
                                .streamName("benchmark")
                                .shardCount(shards)
                                .build()));
        byte[] summary =
                Request.JSON.of(
                        "DescribeStreamSummary",
                        DescribeStreamSummaryInput.builder().streamName("benchmark").build());
        for (int i = 0; i < 1_000; i++) {
            call(summary);
            if (control.textBetween("\"StreamStatus\":\"", "\"").equals("ACTIVE")) return;
            Thread.sleep(10);
        }
        throw new IOException("the stream did not become active");
    }

    private String iterator(int shard) throws IOException {
        call(
                Request.JSON.of(
                        "GetShardIterator",
                        GetShardIteratorInput.builder()
                                .streamName("benchmark")
                                .shardId(Integer.toString(shard))
                                .shardIteratorType("TRIM_HORIZON")
                                .build()));
        return control.textBetween("\"ShardIterator\":\"", "\"");
    }

    private void call(byte[] request) throws IOException {
        int status = control.send(request);
        if (status != 200)
            throw new IOException(
                    status + " " + new String(control.body(), StandardCharsets.UTF_8));
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency of ours
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
