package dev.millrace.log;

import java.time.Duration;

/// The sizes and times of the embedded engine. Every queue and cache has its limit here, in
/// bytes.
///
/// @param inFlightBytes most bytes of records waiting to become durable; beyond it records are
///     refused as overloaded
/// @param groupBytes most bytes that become durable by one force, unless one record is larger;
///     also the size of a slab of the tail cache
/// @param cacheBytes memory for the newest records, at least two slabs' worth
/// @param journalBytes disk space for the journal; when it is used up, records wait for a
///     checkpoint, then are refused as overloaded
/// @param journalFileMinBytes size of the first journal file; later ones double up to the next
/// @param journalFileMaxBytes largest size of a journal file
/// @param journalReserveBytes the end of a journal file, kept for closing shards, ledgers and
///     trimming while no further file can be had
/// @param checkpointBytes journal bytes after which records move to segments, unless the snapshot
///     that goes with it is so large that more are to be
/// @param checkpointInterval time after which records move to segments in any case
/// @param checkpointThreads how many streams' segments are written and forced at the same time;
///     with 1 it is done by the checkpointer itself
/// @param checkpointBufferBytes what one run of a segment takes, at most 64 MiB; it stays in memory
///     until it is written
/// @param segmentBytes size at which a segment is sealed; also sealed at 1/24 of the retention
/// @param openFiles most segments open at the same time
/// @param indexBytes memory for the indexes of open segments
/// @param trimInterval how often records beyond their retention are looked for
/// @param clockTolerance how far the wall clock may stray from the monotonic clock before
///     trimming pauses
/// @param clockSettle how long the wall clock must then run evenly before it is believed again
/// @param salvage whether to open a damaged folder by giving up what the refusal names
public record LogConfig(
        long inFlightBytes,
        int groupBytes,
        long cacheBytes,
        long journalBytes,
        int journalFileMinBytes,
        int journalFileMaxBytes,
        int journalReserveBytes,
        long checkpointBytes,
        Duration checkpointInterval,
        int checkpointThreads,
        int checkpointBufferBytes,
        int segmentBytes,
        int openFiles,
        long indexBytes,
        Duration trimInterval,
        Duration clockTolerance,
        Duration clockSettle,
        boolean salvage) {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    public static final LogConfig DEFAULT =
            new LogConfig(
                    64 * MIB,
                    4 * MIB,
                    64 * MIB,
                    1024 * MIB,
                    16 * MIB,
                    128 * MIB,
                    MIB,
                    64 * MIB,
                    Duration.ofSeconds(30),
                    4,
                    64 * MIB,
                    256 * MIB,
                    1024,
                    64 * MIB,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    false);

    public LogConfig {
        atLeast("in-flight-bytes", inFlightBytes, KIB);
        atLeast("group-bytes", groupBytes, KIB);
        if (groupBytes > 64 * MIB) throw new IllegalArgumentException("group-bytes is over 64 MiB");
        atLeast("cache-bytes", cacheBytes, 2L * groupBytes);
        atLeast("journal-file-min-bytes", journalFileMinBytes, 16 * KIB);
        atLeast("journal-file-max-bytes", journalFileMaxBytes, journalFileMinBytes);
        atLeast("journal-bytes", journalBytes, 3L * journalFileMinBytes);
        atLeast("journal-reserve-bytes", journalReserveBytes, 4 * KIB);
        if (journalReserveBytes > journalFileMinBytes / 2)
            throw new IllegalArgumentException(
                    "journal-reserve-bytes is over half of journal-file-min-bytes");
        atLeast("checkpoint-bytes", checkpointBytes, 1);
        atLeast("checkpoint-threads", checkpointThreads, 1);
        atLeast("checkpoint-buffer-bytes", checkpointBufferBytes, 64 * KIB);
        if (checkpointBufferBytes > 64 * MIB)
            throw new IllegalArgumentException("checkpoint-buffer-bytes is over 64 MiB");
        atLeast("segment-bytes", segmentBytes, 8 * KIB);
        if (segmentBytes > 1024 * MIB)
            throw new IllegalArgumentException("segment-bytes is over 1 GiB");
        atLeast("open-files", openFiles, 1);
        atLeast("index-bytes", indexBytes, 0);
        positive("checkpoint-interval", checkpointInterval);
        positive("trim-interval", trimInterval);
        positive("clock-tolerance", clockTolerance);
        positive("clock-settle", clockSettle);
    }

    private static void atLeast(String key, long value, long least) {
        if (value < least)
            throw new IllegalArgumentException(key + " is " + value + ", which is below " + least);
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) throw new IllegalArgumentException(key + " is not positive");
    }
}
