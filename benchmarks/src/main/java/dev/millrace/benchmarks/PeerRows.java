package dev.millrace.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Millrace beside servers that do the same or much of it: the same records, the same connections,
/// prepared beforehand for each of them, so that no client is in the way.
final class PeerRows {
    private static final String TOPIC = "benchmark";

    /// What Kafka's producers gather for a partition when they are told to wait for it.
    private static final int LARGE_BATCH_BYTES = 256 << 10;

    private static final int TOPIC_ATTEMPTS = 600;

    /// A server that speaks Kinesis's API.
    private record Emulator(String name, String remark, Row.Start start) {}

    private static final List<Emulator> EMULATORS =
            List.of(
                    new Emulator(
                            MillraceServer.NAME,
                            "on the disk before it is acknowledged",
                            MillraceServer::start),
                    new Emulator("kinesalite", "in memory, lost when it ends", Peers::kinesalite),
                    new Emulator(
                            "kinesis-mock", "in memory, lost when it ends", Peers::kinesisMock),
                    new Emulator("moto", "in memory, lost when it ends", Peers::moto));

    private PeerRows() {}

    static List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (int bytes : new int[] {100, 1024}) {
            for (Emulator one : EMULATORS)
                rows.add(
                        row(
                                one,
                                "PutRecords JSON 500 x %d B, 4 shards".formatted(bytes),
                                KinesisCalls.putRecords(
                                        one.start(),
                                        Request.JSON,
                                        bytes,
                                        4,
                                        KinesisCalls.CONNECTIONS)));
            rows.add(
                    row(
                            EMULATORS.getFirst(),
                            "PutRecords CBOR 500 x %d B, 4 shards".formatted(bytes),
                            KinesisCalls.putRecords(
                                    MillraceServer::start,
                                    Request.CBOR,
                                    bytes,
                                    4,
                                    KinesisCalls.CONNECTIONS)));
            for (boolean forced : new boolean[] {false, true}) {
                rows.add(kafka("500 x %d B by key".formatted(bytes), bytes, 4, true, forced));
                rows.add(kafka("256 KiB of %d B".formatted(bytes), bytes, 4, false, forced));
            }
            rows.add(redis(bytes, Bodies.BATCH));
        }
        rows.add(
                row(
                        EMULATORS.getFirst(),
                        "PutRecords JSON 500 x 100 B, 1000 shards",
                        KinesisCalls.putRecords(
                                MillraceServer::start,
                                Request.JSON,
                                100,
                                1_000,
                                KinesisCalls.CONNECTIONS)));
        for (boolean forced : new boolean[] {false, true})
            rows.add(kafka("500 x 100 B by key", 100, 1_000, true, forced));
        rows.add(kafka("256 KiB of 100 B", 100, 1_000, false, false));
        for (Emulator one : EMULATORS)
            rows.add(
                    row(
                            one,
                            "PutRecord JSON 1024 B",
                            KinesisCalls.putRecord(one.start(), 1024, KinesisCalls.CONNECTIONS)));
        rows.add(redis(1024, 1));
        for (int bytes : new int[] {100, 1024})
            for (Emulator one : EMULATORS)
                rows.add(
                        row(
                                one,
                                "GetRecords JSON %d B".formatted(bytes),
                                KinesisCalls.getRecords(one.start(), Request.JSON, bytes)));
        for (Emulator one : EMULATORS)
            rows.add(row(one, "put to GetRecords, polling without pause", deliver(one.start())));
        return rows;
    }

    private static Row row(Emulator one, String name, Row.Measurement measurement) {
        return new Row(
                Group.PEERS,
                one.name(),
                name,
                (options, row, report) ->
                        measurement.run(options, row.remark(one.remark()), report));
    }

    private static Row.Measurement deliver(Row.Start start) {
        return (options, row, report) -> {
            try (ServerProcess server = start.of(options);
                    var stream = BenchmarkStream.create(server.port(), Delivery.STREAM, 1)) {
                Window window = Window.from(options.warmSeconds(), options.seconds());
                try (var delivery = new Delivery(server, stream, window, Delivery.Way.POLL)) {
                    double cpu = window.cpuSeconds(server);
                    var latency = delivery.join();
                    report.add(
                            row.load(
                                            new Load.Outcome(latency.getTotalCount(), latency),
                                            window.seconds(),
                                            cpu)
                                    .server(server));
                }
            }
        };
    }

    /// @param byKey each request holds 500 records, spread over the partitions by their keys; else
    ///     one large batch for one partition
    /// @param forced whether the broker forces each batch to the disk before it acknowledges
    private static Row kafka(
            String name, int bytes, int partitions, boolean byKey, boolean forced) {
        String remark =
                (forced
                                ? "flush.messages=1: forced to the disk"
                                : "not forced to the disk: a power cut loses it")
                        + (byKey ? "" : "; one partition's batch, not taken apart by the broker");
        return new Row(
                Group.PEERS,
                forced ? "Kafka, flushing" : "Kafka",
                "Produce %s, %d partitions".formatted(name, partitions),
                (options, row, report) -> {
                    int records = byKey ? Bodies.BATCH : LARGE_BATCH_BYTES / bytes;
                    try (ServerProcess server = Peers.kafka(options)) {
                        List<byte[]> requests = new ArrayList<>();
                        int next = 0;
                        for (var batch : new Bodies().batches(records, bytes))
                            requests.add(
                                    KafkaWire.produce(
                                            TOPIC,
                                            byKey
                                                    ? spread(batch, partitions)
                                                    : Map.of(next++ % partitions, batch)));
                        createTopic(server.port(), partitions, forced, requests);
                        Load.Calls calls =
                                connection ->
                                        new Produce(
                                                new KafkaWire(server.port()),
                                                requests,
                                                records,
                                                connection * 7);
                        report.add(
                                KinesisCalls.full(
                                        options,
                                        server,
                                        KinesisCalls.CONNECTIONS,
                                        calls,
                                        row.remark(remark)));
                    }
                });
    }

    private static Map<Integer, List<Bodies.Entry>> spread(
            List<Bodies.Entry> entries, int partitions) {
        var spread = new HashMap<Integer, List<Bodies.Entry>>();
        for (Bodies.Entry entry : entries)
            spread.computeIfAbsent(
                            Math.floorMod(entry.key().hashCode() * 0x9E3779B9, partitions),
                            _ -> new ArrayList<>())
                    .add(entry);
        return spread;
    }

    /// Creates the topic and waits until every partition takes records.
    private static void createTopic(int port, int partitions, boolean forced, List<byte[]> requests)
            throws IOException, InterruptedException {
        try (var wire = new KafkaWire(port)) {
            Map<String, String> settings = forced ? Map.of("flush.messages", "1") : Map.of();
            int error =
                    KafkaWire.createError(
                            wire.send(KafkaWire.createTopic(TOPIC, partitions, settings)));
            if (error != 0) throw new IOException("the topic was refused: error " + error);
            for (byte[] request : requests)
                for (int i = 0; KafkaWire.produceError(wire.send(request)) != 0; i++) {
                    if (i == TOPIC_ATTEMPTS) throw new IOException("the topic has no leaders");
                    Thread.sleep(50);
                }
        }
    }

    private static final class Produce implements Load.Call {
        private final KafkaWire wire;
        private final List<byte[]> requests;
        private final int recordsEach;
        private int next;

        Produce(KafkaWire wire, List<byte[]> requests, int recordsEach, int next) {
            this.wire = wire;
            this.requests = requests;
            this.recordsEach = recordsEach;
            this.next = next;
        }

        @Override
        public int once() throws IOException {
            ByteBuffer answer = wire.send(requests.get(next++ % requests.size()));
            int error = KafkaWire.produceError(answer);
            if (error != 0) throw new IOException("refused: error " + error);
            return recordsEach;
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    private static Row redis(int bytes, int perRequest) {
        return new Row(
                Group.PEERS,
                "Redis",
                "XADD %d x %d B".formatted(perRequest, bytes),
                (options, row, report) -> {
                    try (ServerProcess server = Peers.redis(options)) {
                        List<byte[]> requests = new ArrayList<>();
                        for (var batch : new Bodies().batches(perRequest, bytes))
                            requests.add(RedisWire.add(TOPIC, batch));
                        report.add(
                                KinesisCalls.full(
                                        options,
                                        server,
                                        KinesisCalls.CONNECTIONS,
                                        RedisWire.calls(server.port(), requests, perRequest),
                                        row.remark(
                                                "appendfsync always: on the disk, and all of it in"
                                                        + " memory; one stream")));
                    }
                });
    }
}
