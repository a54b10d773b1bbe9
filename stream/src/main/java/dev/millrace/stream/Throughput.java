package dev.millrace.stream;

import java.util.Locale;

/// Records and bytes written in a minute.
///
/// @param bytes of data and partition keys
public record Throughput(long bytes, long records) {
    static final Throughput NONE = new Throughput(0, 0);

    Throughput plus(Throughput other) {
        return new Throughput(bytes + other.bytes, records + other.records);
    }

    Throughput minus(Throughput other) {
        return new Throughput(bytes - other.bytes, records - other.records);
    }

    /// The larger of each.
    Throughput max(Throughput other) {
        return new Throughput(Math.max(bytes, other.bytes), Math.max(records, other.records));
    }

    Throughput dividedBy(int count) {
        return new Throughput(bytes / count, records / count);
    }

    /// By the second, in words.
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.1f KiB/s and %.1f records/s", bytes / 61_440.0, records / 60.0);
    }
}
