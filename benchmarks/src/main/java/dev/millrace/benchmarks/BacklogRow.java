package dev.millrace.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Reading what has long left the memory: how fast that is, and what it does to those who write and
/// read the newest records meanwhile. One server for all, as filling takes its time.
final class BacklogRow {
    private static final String BACKLOG = "backlog";
    private static final int SHARDS = 4;
    private static final int RECORD_BYTES = 1024;
    private static final int PER_CALL = 5_000;
    private static final int CONNECTIONS = 32;
    private static final int FILLERS = 8;
    private static final long LARGE_FILE_BYTES = 16 << 20;
    private static final int PIECE_BYTES = 4 << 20;

    /// Where Linux is told to forget what it has cached of files; only root may.
    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

    private final Options options;
    private final Result row;
    private final Row.Report report;
    private final ServerProcess server;
    private final List<String> iterators = new ArrayList<>();
    private String cached = "";

    private BacklogRow(Options options, Result row, Row.Report report, ServerProcess server) {
        this.options = options;
        this.row = row;
        this.report = report;
        this.server = server;
    }

    static List<Row> rows() {
        return List.of(
                new Row(
                        Group.BACKLOG,
                        MillraceServer.NAME,
                        "backlog",
                        (options, row, report) -> {
                            try (ServerProcess server = MillraceServer.start(options)) {
                                new BacklogRow(options, row, report, server).run();
                            }
                        }));
    }

    private void run() throws Exception {
        try (var backlog = BenchmarkStream.create(server.port(), BACKLOG, SHARDS);
                var tail = BenchmarkStream.create(server.port(), KinesisCalls.STREAM, SHARDS);
                var stamped = BenchmarkStream.create(server.port(), Delivery.STREAM, 1)) {
            fill(server, backlog, options.backlogBytes());
            for (int i = 0; i < SHARDS; i++) iterators.add(backlog.iterator(i, "TRIM_HORIZON"));
            disk();
            for (Request format : Request.values()) alone(format);
            List<byte[]> requests = new Bodies().putRecords(Request.JSON, tail.name(), 100);
            Load.Calls puts = PutCall.of(server.port(), requests, Bodies.BATCH);
            double half = LatencyRows.fullRate(options, server, puts) / 2;
            tail(puts, stamped, half, false);
            tail(puts, stamped, half, true);
        }
    }

    /// Puts records of 1 KiB as fast as it goes.
    static void fill(ServerProcess server, BenchmarkStream stream, long bytes) throws Exception {
        List<byte[]> requests = new Bodies().putRecords(Request.CBOR, stream.name(), RECORD_BYTES);
        long rounds = bytes / (Bodies.BATCH * RECORD_BYTES) / FILLERS;
        var fillers = new ArrayList<Callable<Long>>();
        for (int i = 0; i < FILLERS; i++) {
            int filler = i;
            fillers.add(
                    () -> {
                        try (Load.Call put =
                                PutCall.of(server.port(), requests, Bodies.BATCH).open(filler)) {
                            for (long done = 0; done < rounds; done++) put.once();
                            return rounds;
                        }
                    });
        }
        all(fillers);
    }

    private static long all(List<Callable<Long>> tasks) throws Exception {
        long sum = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Long> done : threads.invokeAll(tasks)) sum += done.get();
        }
        return sum;
    }

    /// What the disk gives to a program that only reads: the same files, in large pieces.
    private void disk() throws Exception {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(server.folder())) {
            files =
                    walk.filter(Files::isRegularFile)
                            .filter(file -> file.toFile().length() >= LARGE_FILE_BYTES)
                            .toList();
        }
        forget();
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
        long bytes = 0;
        long startNs = System.nanoTime();
        for (Path file : files)
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                for (int read; (read = in.read(piece)) > 0; piece.clear()) bytes += read;
            }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        report.add(
                row.named("the disk itself, read from end to end")
                        .with(Figure.MEGABYTES_PER_SECOND, bytes / seconds / 1e6)
                        .remark(cached));
    }

    /// Reads the whole backlog once.
    private void alone(Request format) throws Exception {
        forget();
        double cpu = server.cpuSeconds();
        long startNs = System.nanoTime();
        var readers = new ArrayList<Callable<Long>>();
        for (int i = 0; i < SHARDS; i++) {
            int shard = i;
            readers.add(
                    () -> {
                        long records = 0;
                        try (Load.Call read = reader(format, shard)) {
                            for (int got; (got = read.once()) > 0; ) records += got;
                        }
                        return records;
                    });
        }
        long records = all(readers);
        double seconds = (System.nanoTime() - startNs) / 1e9;
        report.add(
                row.named("GetRecords %s of the backlog, alone".formatted(format))
                        .with(Figure.RECORDS_PER_SECOND, records / seconds)
                        .with(Figure.MEGABYTES_PER_SECOND, records * RECORD_BYTES / seconds / 1e6)
                        .with(Figure.CPU, (server.cpuSeconds() - cpu) / records * 1e6)
                        .server(server)
                        .remark(cached));
    }

    private Load.Call reader(Request format, int shard) throws IOException {
        return new ReadCall(
                new Connection(server.port()),
                format,
                iterators.get(shard),
                PER_CALL,
                RECORD_BYTES);
    }

    /// Has the operating system forget what it has of the files in memory.
    private void forget() {
        try {
            Files.writeString(DROP, "1");
            cached = "from the disk";
        } catch (IOException e) {
            cached = "in part from the operating system's cache, as only root can empty that";
        }
    }

    /// Writes at half load, and a consumer at the tip, with the backlog read beside them or not.
    private void tail(Load.Calls puts, BenchmarkStream stamped, double perSecond, boolean beside)
            throws Exception {
        forget();
        String where = beside ? "beside readers of the backlog" : "alone";
        Window window = Window.from(Math.min(2, options.warmSeconds()), options.seconds());
        Load load = Load.begin(window, Pace.of(perSecond), CONNECTIONS, puts);
        try (var delivery = new Delivery(server, stamped, window, Delivery.Way.POLL)) {
            Load.Outcome read =
                    beside
                            ? Load.begin(
                                            window,
                                            Pace.free(),
                                            SHARDS,
                                            shard -> reader(Request.CBOR, shard))
                                    .join()
                            : null;
            Load.Outcome put = load.join();
            report.add(
                    row.named("tail: PutRecords JSON 500 x 100 B at half load, " + where)
                            .latency(put.latencyNs())
                            .with(Figure.RECORDS_PER_SECOND, put.records() / window.seconds())
                            .server(server)
                            .remark(LatencyRows.requests(perSecond)));
            report.add(row.named("tail: put to GetRecords, " + where).latency(delivery.join()));
            if (read != null)
                report.add(
                        row.named("GetRecords CBOR of the backlog, beside that tail")
                                .with(Figure.RECORDS_PER_SECOND, read.records() / window.seconds())
                                .with(
                                        Figure.MEGABYTES_PER_SECOND,
                                        read.records() * RECORD_BYTES / window.seconds() / 1e6)
                                .remark("four readers without pause; " + cached));
        }
    }
}
