package dev.millrace.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How a server is doing, from two looks at its metrics.
///
/// @param oldest who is furthest behind, or null if nobody reads
/// @param freeBytes left on the disk; negative if it does not tell
/// @param daysToFull until that is used up by writes as they come in now, if nothing expires
///     meanwhile; infinite if nothing comes in
record StatusReport(
        boolean writable,
        List<Stream> streams,
        @Nullable Reader oldest,
        double freeBytes,
        double daysToFull) {
    private static final double DAY_SECONDS = 86_400;
    private static final double KIB = 1_024;

    /// @param recordsIn a second
    /// @param bytesIn a second
    /// @param recordsOut a second, to all readers
    /// @param throttled records refused, a second
    /// @param behindSeconds of the reader furthest behind in the last minute or two
    record Stream(
            Map<String, String> labels,
            long shards,
            double recordsIn,
            double bytesIn,
            double recordsOut,
            double throttled,
            double behindSeconds) {
        String name() {
            return labels.getOrDefault("stream", "");
        }
    }

    /// Somebody who reads.
    record Reader(String stream, String consumer, double behindSeconds) {}

    static StatusReport of(Exposition before, Exposition now, double seconds) {
        List<Stream> streams = new ArrayList<>();
        Reader oldest = null;
        double bytesIn = 0;
        for (Exposition.Sample shards : now.all("millrace_stream_open_shards")) {
            Map<String, String> labels = shards.labels();
            double behind = now.value("millrace_stream_iterator_age_seconds", labels);
            var rates = new Rates(before, now, labels, seconds);
            double pushed = 0;
            for (Exposition.Sample consumer : now.all("millrace_consumer_behind_seconds")) {
                if (!consumer.labels().entrySet().containsAll(labels.entrySet())) continue;
                pushed +=
                        new Rates(before, now, consumer.labels(), seconds)
                                .of("millrace_consumer_outgoing_records_total");
                String name = consumer.labels().getOrDefault("consumer", "");
                oldest = older(oldest, labels, name, consumer.value());
                behind = Math.max(behind, consumer.value());
            }
            oldest =
                    older(
                            oldest,
                            labels,
                            "",
                            now.value("millrace_stream_iterator_age_seconds", labels));
            var stream =
                    new Stream(
                            labels,
                            (long) shards.value(),
                            rates.of("millrace_stream_incoming_records_total"),
                            rates.of("millrace_stream_incoming_bytes_total"),
                            rates.of("millrace_stream_outgoing_records_total") + pushed,
                            rates.of("millrace_stream_throttled_records_total"),
                            behind);
            bytesIn += stream.bytesIn();
            streams.add(stream);
        }
        double free = now.value("millrace_disk_free_bytes");
        double days = bytesIn > 0 && free >= 0 ? free / bytesIn / DAY_SECONDS : 1.0 / 0;
        boolean writable = now.value("millrace_log_writable") != 0;
        return new StatusReport(writable, streams, oldest, free, days);
    }

    private static @Nullable Reader older(
            @Nullable Reader oldest, Map<String, String> labels, String consumer, double behind) {
        if (behind <= 0 || (oldest != null && oldest.behindSeconds() >= behind)) return oldest;
        return new Reader(labels.getOrDefault("stream", ""), consumer, behind);
    }

    private record Rates(
            Exposition before, Exposition now, Map<String, String> labels, double seconds) {
        double of(String name) {
            double more = now.value(name, labels) - before.value(name, labels);
            return Math.max(0, more) / seconds;
        }
    }

    String text() {
        var text = new StringBuilder();
        text.append(writable ? "takes writes" : "READ ONLY: a write to the disk has failed");
        text.append("; ")
                .append(streams.size())
                .append(streams.size() == 1 ? " stream\n\n" : " streams\n\n");
        int widest = "stream".length();
        for (Stream stream : streams) widest = Math.max(widest, stream.name().length());
        String row = "%-" + widest + "s %7s %12s %12s %12s %12s %10s%n";
        text.append(
                row.formatted(
                        "stream",
                        "shards",
                        "records/s",
                        "bytes/s",
                        "read/s",
                        "refused/s",
                        "behind"));
        for (Stream stream : streams)
            text.append(
                    row.formatted(
                            stream.name(),
                            stream.shards(),
                            number(stream.recordsIn()),
                            bytes(stream.bytesIn()),
                            number(stream.recordsOut()),
                            number(stream.throttled()),
                            number(stream.behindSeconds()) + " s"));
        text.append('\n');
        Reader behind = oldest;
        if (behind == null) text.append("nobody is behind");
        else
            text.append("furthest behind: ")
                    .append(behind.consumer().isEmpty() ? "a reader" : behind.consumer())
                    .append(" of ")
                    .append(behind.stream())
                    .append(", ")
                    .append(number(behind.behindSeconds()))
                    .append(" s");
        text.append("\ndisk: ").append(freeBytes < 0 ? "unknown" : bytes(freeBytes) + " free");
        if (Double.isFinite(daysToFull))
            text.append(", full in ")
                    .append(number(daysToFull))
                    .append(" days at this rate, if nothing expires");
        return text.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }

    private static String bytes(double value) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double rest = value;
        while (rest >= KIB && unit < units.length - 1) {
            rest /= KIB;
            unit++;
        }
        return number(rest) + " " + units[unit];
    }

    String json() {
        var text = new StringBuilder("{\"writable\":").append(writable).append(",\"streams\":[");
        for (Stream stream : streams) {
            if (text.charAt(text.length() - 1) == '}') text.append(',');
            text.append("{\"account\":")
                    .append(quoted(stream.labels().getOrDefault("account", "")))
                    .append(",\"region\":")
                    .append(quoted(stream.labels().getOrDefault("region", "")))
                    .append(",\"stream\":")
                    .append(quoted(stream.name()))
                    .append(",\"openShards\":")
                    .append(stream.shards())
                    .append(",\"recordsInPerSecond\":")
                    .append(stream.recordsIn())
                    .append(",\"bytesInPerSecond\":")
                    .append(stream.bytesIn())
                    .append(",\"recordsOutPerSecond\":")
                    .append(stream.recordsOut())
                    .append(",\"throttledRecordsPerSecond\":")
                    .append(stream.throttled())
                    .append(",\"behindSeconds\":")
                    .append(stream.behindSeconds())
                    .append('}');
        }
        text.append("],\"oldest\":");
        Reader behind = oldest;
        if (behind == null) text.append("null");
        else
            text.append("{\"stream\":")
                    .append(quoted(behind.stream()))
                    .append(",\"consumer\":")
                    .append(behind.consumer().isEmpty() ? "null" : quoted(behind.consumer()))
                    .append(",\"behindSeconds\":")
                    .append(behind.behindSeconds())
                    .append('}');
        return text.append(",\"diskFreeBytes\":")
                .append(freeBytes < 0 ? "null" : String.valueOf((long) freeBytes))
                .append(",\"daysToFull\":")
                .append(Double.isFinite(daysToFull) ? String.valueOf(daysToFull) : "null")
                .append('}')
                .toString();
    }

    /// Names of streams and consumers are letters, digits, `_`, `.` and `-`.
    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
