package dev.millrace.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// What each call costs at full load, per format, record size and number of shards.
final class CallRows {
    /// How long a server without load is left alone before its memory is looked at.
    private static final long IDLE_MS = 2_000;

    private CallRows() {}

    static List<Row> rows() {
        var rows = new ArrayList<Row>();
        rows.add(row("idle", CallRows::idle));
        for (Request format : Request.values())
            for (int bytes : new int[] {100, 1024})
                for (int shards : new int[] {4, 1_000, 10_000})
                    rows.add(
                            row(
                                    "PutRecords %s 500 x %d B, %d shards"
                                            .formatted(format, bytes, shards),
                                    KinesisCalls.putRecords(
                                            MillraceServer::start,
                                            format,
                                            bytes,
                                            shards,
                                            KinesisCalls.CONNECTIONS)));
        for (int connections : new int[] {16, 64})
            rows.add(
                    row(
                            "PutRecord JSON 1024 B, %d connections".formatted(connections),
                            KinesisCalls.putRecord(MillraceServer::start, 1024, connections)));
        for (Request format : Request.values())
            for (int bytes : new int[] {100, 1024})
                rows.add(
                        row(
                                "GetRecords %s %d B".formatted(format, bytes),
                                KinesisCalls.getRecords(MillraceServer::start, format, bytes)));
        return rows;
    }

    private static Row row(String name, Row.Measurement measurement) {
        return new Row(Group.CALLS, MillraceServer.NAME, name, measurement);
    }

    /// What a server costs before any load.
    private static void idle(Options options, Result row, Row.Report report) throws Exception {
        try (ServerProcess server = MillraceServer.start(options)) {
            Thread.sleep(IDLE_MS);
            report.add(row.server(server));
        }
    }
}
