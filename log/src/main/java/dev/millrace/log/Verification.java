package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.ShardRef;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Reads every byte of a stopped data folder, or of a backup, that the engine would ever read,
/// checks it, and says what is there. Changes nothing.
public final class Verification {
    private static final int WINDOW = 1 << 20;

    /// Something that is not as it was written.
    ///
    /// @param file its name inside the data folder
    /// @param position byte in the file, or -1 if it concerns the file as a whole
    public record Problem(String file, long position, String what) {
        @Override
        public String toString() {
            return position < 0
                    ? file + ": " + what
                    : "%s at position %d: %s".formatted(file, position, what);
        }
    }

    /// One shard.
    ///
    /// @param first offset of the oldest record kept
    /// @param next offset that the next record will get
    /// @param bytes of entries: headers, keys and data
    /// @param firstArrivalMs of the oldest record found, 0 if there is none
    /// @param lastArrivalMs of the newest record ever, 0 if there was none
    public record Shard(
            ShardRef ref,
            boolean closed,
            long first,
            long next,
            long records,
            long bytes,
            long firstArrivalMs,
            long lastArrivalMs) {}

    /// One ledger.
    ///
    /// @param commands how many there ever were
    public record Ledger(String name, long commands) {}

    /// What a folder holds.
    ///
    /// @param version of the folder's format
    /// @param segmentBytes bytes of segments, checked
    /// @param journalGroups commit groups not yet covered by a snapshot, checked
    /// @param journalBytes their bytes
    /// @param problems none if all is well
    public record Report(
            int version,
            UUID store,
            List<Shard> shards,
            List<Ledger> ledgers,
            int segments,
            long segmentBytes,
            long journalGroups,
            long journalBytes,
            List<Problem> problems) {
        /// For people.
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add("format version %d, store %s".formatted(version, store));
            Map<Integer, List<Shard>> streams = new TreeMap<>();
            for (Shard shard : shards)
                streams.computeIfAbsent(shard.ref.stream(), s -> new ArrayList<>()).add(shard);
            streams.forEach(
                    (stream, of) -> {
                        lines.add(
                                "stream %d: %d shards, %d records, %d bytes"
                                        .formatted(
                                                stream,
                                                of.size(),
                                                of.stream().mapToLong(Shard::records).sum(),
                                                of.stream().mapToLong(Shard::bytes).sum()));
                        for (Shard shard : of) lines.add("  " + line(shard));
                    });
            for (Ledger ledger : ledgers)
                lines.add("ledger %s: %d commands".formatted(ledger.name, ledger.commands));
            lines.add("%d segments of %d bytes checked".formatted(segments, segmentBytes));
            lines.add(
                    "%d journal groups of %d bytes checked".formatted(journalGroups, journalBytes));
            for (Problem problem : problems) lines.add("PROBLEM " + problem);
            lines.add(problems.isEmpty() ? "no problems" : problems.size() + " problems");
            return lines;
        }

        private static String line(Shard shard) {
            return "shard %d%s: %d records, %d bytes, offsets %d to %d%s"
                    .formatted(
                            shard.ref.index(),
                            shard.closed ? " (closed)" : "",
                            shard.records,
                            shard.bytes,
                            shard.first,
                            shard.next - 1,
                            shard.records == 0
                                    ? ""
                                    : ", arrived %s to %s"
                                            .formatted(
                                                    Instant.ofEpochMilli(shard.firstArrivalMs),
                                                    Instant.ofEpochMilli(shard.lastArrivalMs)));
        }
    }

    /// A shard being counted.
    private static final class Count {
        final ShardRef ref;
        boolean closed;
        long first = 1;
        long next = 1;
        long records;
        long bytes;
        long firstArrivalMs;
        long lastArrivalMs;
        SegmentList segments = SegmentList.EMPTY;
        long inSegments; // offset below which the segments hold the records
        long expected; // offset of its next record in the segment being read
        long expectedEnd;
        boolean skips; // part of that segment
        long recordsInSegments;

        Count(ShardRef ref) {
            this.ref = ref;
        }

        void record(long arrivalMs, int length) {
            if (records++ == 0) firstArrivalMs = arrivalMs;
            bytes += length;
        }

        /// What segments hold is older, but read later.
        void recordInSegment(long arrivalMs, int length) {
            if (recordsInSegments++ == 0) firstArrivalMs = arrivalMs;
            records++;
            bytes += length;
        }
    }

    private final Disk disk;
    private final StoreFormat format;
    private final TreeMap<Integer, Count> shards = new TreeMap<>();
    private final TreeMap<String, Long> ledgers = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final CRC32C crc = new CRC32C();
    private Journal.Mark mark = Journal.Mark.START;
    private int segments;
    private long segmentBytes;
    private long groups;
    private long journalBytes;

    private Verification(Disk disk, StoreFormat format) {
        this.disk = disk;
        this.format = format;
    }

    /// Checks a folder.
    ///
    /// @throws StorageException if the folder is in use, not Millrace's, or newer than this
    /// program
    public static Report of(Disk disk) throws StorageException {
        try {
            boolean isBackup = disk.exists(StoreFormat.Kind.BACKUP.file);
            StoreFormat format =
                    StoreFormat.read(
                            disk, isBackup ? StoreFormat.Kind.BACKUP : StoreFormat.Kind.DATA);
            if (format == null) throw new StorageException("the folder is empty");
            try (AutoCloseable _ = disk.exists("LOCK") ? disk.lock("LOCK") : () -> {}) {
                return new Verification(disk, format).report();
            }
        } catch (StorageException e) {
            throw e;
        } catch (Exception e) {
            throw new StorageException(String.valueOf(e.getMessage()), e);
        }
    }

    private Report report() throws IOException {
        snapshot();
        // Segments after the journal: it says what was trimmed and dropped.
        journal();
        segments();
        List<Shard> found = new ArrayList<>();
        for (Count shard : shards.values()) {
            found.add(
                    new Shard(
                            shard.ref,
                            shard.closed,
                            shard.first,
                            shard.next,
                            shard.records,
                            shard.bytes,
                            shard.firstArrivalMs,
                            shard.lastArrivalMs));
        }
        List<Ledger> named = new ArrayList<>();
        ledgers.forEach((name, commands) -> named.add(new Ledger(name, commands)));
        return new Report(
                format.version(),
                format.store(),
                found,
                named,
                segments,
                segmentBytes,
                groups,
                journalBytes,
                List.copyOf(problems));
    }

    private void problem(String file, long position, String what) {
        problems.add(new Problem(file, position, what));
    }

    private void snapshot() throws IOException {
        List<String> names =
                disk.list(Snapshot.FOLDER).stream()
                        .filter(name -> name.endsWith(Snapshot.SUFFIX))
                        .toList();
        if (names.isEmpty()) return;
        String name = Snapshot.FOLDER + "/" + names.getLast();
        Snapshot snapshot;
        try {
            snapshot = Snapshot.read(disk, name);
        } catch (DamagedException e) {
            problem(name, 0, "this snapshot is damaged");
            return;
        }
        if (!snapshot.store().equals(format.store())) {
            problem(name, 16, "this snapshot belongs to another store");
            return;
        }
        mark = snapshot.mark();
        for (Snapshot.ShardState state : snapshot.shards()) {
            var shard = new Count(state.ref());
            shard.closed = state.closed();
            shard.first = state.first();
            shard.next = state.next();
            shard.lastArrivalMs = state.lastArrivalMs();
            shard.segments = state.segments();
            shard.inSegments = state.next();
            shards.put(state.ref().number(), shard);
        }
        for (LedgerLog.LedgerCut ledger : snapshot.ledgers())
            ledgers.put(ledger.name, ledger.commands);
    }

    // ---- the journal

    private void journal() throws IOException {
        TreeMap<Long, JournalHeader> members = new TreeMap<>();
        for (String name : disk.list(JournalFiles.FOLDER)) {
            String path = JournalFiles.FOLDER + "/" + name;
            try (Disk.File file = disk.open(path, false)) {
                switch (JournalHeader.read(file)) {
                    case JournalHeader.Found.Valid(JournalHeader header) -> {
                        if (!header.store().equals(format.store()))
                            problem(path, 40, "this file belongs to another store");
                        else if (JournalFiles.name(header.walSeq()).equals(path))
                            members.put(header.walSeq(), header);
                    }
                    case JournalHeader.Found.Blank _ -> {}
                    case JournalHeader.Found.Damaged _ -> problem(path, 0, "the header is damaged");
                }
            }
        }
        if (!members.containsKey(mark.walSeq())) {
            // The snapshot may say that the journal goes on in a file that is yet to be made.
            boolean fresh =
                    mark.position() == JournalHeader.LENGTH
                            && members.tailMap(mark.walSeq(), true).isEmpty();
            if (!fresh)
                problem(
                        JournalFiles.name(mark.walSeq()),
                        -1,
                        "the journal continues in this file, which is missing");
            return;
        }
        long walSeq = mark.walSeq();
        JournalHeader header = members.get(walSeq);
        while (header != null) {
            JournalHeader next = members.get(walSeq + 1);
            if (!journal(header, next)) return;
            walSeq++;
            header = next;
            mark =
                    new Journal.Mark(
                            walSeq,
                            JournalHeader.LENGTH,
                            mark.groupSeq(),
                            mark.lsn(),
                            mark.previousLsn());
        }
        Long later = members.higherKey(walSeq);
        if (later != null)
            problem(JournalFiles.name(walSeq), -1, "missing, but there is file " + later);
    }

    private boolean journal(JournalHeader header, @Nullable JournalHeader next) throws IOException {
        String name = JournalFiles.name(header.walSeq());
        try (Disk.File file = disk.open(name, false)) {
            var scan = new JournalScan(file, header, mark);
            if (next != null) scan.stopBefore(next.firstGroupSeq());
            while (true) {
                long position = scan.mark().position();
                GroupHeader group = scan.next();
                if (group == null) break;
                groups++;
                journalBytes += GroupHeader.LENGTH + group.payloadLength();
                entries(scan, group, name, position);
                mark = scan.mark();
            }
            if (next != null) {
                if (next.firstGroupSeq() == mark.groupSeq() && next.firstLsn() == mark.lsn())
                    return true;
                problem(
                        name,
                        mark.position(),
                        "group %d is damaged: the next file continues at group %d"
                                .formatted(mark.groupSeq(), next.firstGroupSeq()));
                return false;
            }
            JournalScan.Later later = scan.later();
            if (later.groups() == 0) return true;
            problem(
                    name,
                    mark.position(),
                    "group %d is damaged: %d later groups with %d entries follow from position %d"
                            .formatted(
                                    mark.groupSeq(),
                                    later.groups(),
                                    later.entries(),
                                    later.position()));
            return false;
        }
    }

    private void entries(JournalScan scan, GroupHeader group, String name, long position) {
        byte[] bytes = scan.bytes();
        int start = scan.payloadAt();
        int end = start + group.payloadLength();
        for (int at = start; at < end; ) {
            long where = position + GroupHeader.LENGTH + at - start;
            if (!EntryLayout.valid(bytes, at, end - at, crc)) {
                problem(name, where, "this entry is damaged");
                return;
            }
            entry(bytes, at, name, where);
            at += EntryLayout.length(bytes, at);
        }
    }

    private void entry(byte[] bytes, int at, String name, long where) {
        int number = EntryLayout.shard(bytes, at);
        long offset = EntryLayout.offset(bytes, at);
        int keyLength = EntryLayout.keyLength(bytes, at);
        int dataAt = at + EntryLayout.HEADER + keyLength;
        byte type = EntryLayout.type(bytes, at);
        if (type == EntryLayout.CHECKPOINT) return;
        if (type == EntryLayout.COMMAND) {
            String ledger =
                    new String(bytes, at + EntryLayout.HEADER, keyLength, StandardCharsets.UTF_8);
            if (offset != ledgers.getOrDefault(ledger, 0L) + 1)
                problem(name, where, "command %d of %s is out of turn".formatted(offset, ledger));
            ledgers.put(ledger, offset);
            return;
        }
        if (type == EntryLayout.OPEN) {
            var ref =
                    new ShardRef(
                            number,
                            LittleEndian.getInt(bytes, dataAt),
                            LittleEndian.getInt(bytes, dataAt + 4));
            shards.put(number, new Count(ref));
            return;
        }
        Count shard = shards.get(number);
        if (shard == null) {
            if (type != EntryLayout.TRIM)
                problem(name, where, "an entry of shard %d, which is unknown".formatted(number));
            return;
        }
        switch (type) {
            case EntryLayout.DATA -> {
                if (offset != shard.next)
                    problem(
                            name,
                            where,
                            "record %d of shard %d comes after %d"
                                    .formatted(offset, number, shard.next - 1));
                long arrivalMs = EntryLayout.arrivalMs(bytes, at);
                if (arrivalMs < shard.lastArrivalMs)
                    problem(
                            name,
                            where,
                            "record %d of shard %d arrived before its forerunner"
                                    .formatted(offset, number));
                shard.record(arrivalMs, EntryLayout.length(bytes, at));
                shard.next = offset + 1;
                shard.lastArrivalMs = arrivalMs;
            }
            case EntryLayout.CLOSE -> shard.closed = true;
            case EntryLayout.DROP -> shards.remove(number);
            case EntryLayout.TRIM -> shard.first = Math.max(shard.first, offset);
            case EntryLayout.RETAIN -> {}
            default -> problem(name, where, "an entry of unknown type " + type);
        }
    }

    // ---- the segments

    private void segments() throws IOException {
        Map<Segment, List<Count>> holders = new LinkedHashMap<>();
        for (Count shard : shards.values()) {
            SegmentList list = shard.segments;
            for (int i = list.countBelow(shard.first, shard.inSegments); i < list.size(); i++)
                holders.computeIfAbsent(list.segment(i), s -> new ArrayList<>()).add(shard);
        }
        for (Map.Entry<Segment, List<Count>> entry : holders.entrySet())
            segment(entry.getKey(), entry.getValue());
    }

    private void segment(Segment segment, List<Count> holders) throws IOException {
        String name = segment.name();
        if (!disk.exists(name)) {
            problem(name, -1, "missing; it held records of %d shards".formatted(holders.size()));
            return;
        }
        segments++;
        for (Count shard : holders) {
            int i = shard.segments.indexOf(segment);
            shard.expected = shard.segments.base(i);
            shard.expectedEnd = shard.segments.end(i, shard.inSegments);
            shard.skips = false;
        }
        try (Disk.File file = disk.open(name, false)) {
            byte[] header = segment.header(format.store());
            byte[] there = new byte[header.length];
            file.read(ByteBuffer.wrap(there), 0);
            if (!Arrays.equals(header, there)) problem(name, 0, "the header is damaged");
            var window = new ReadWindow(file, name, WINDOW);
            int end = segment.extent().length();
            if (segment.only != null) {
                entries(name, window, Segment.HEADER, end, null);
            } else {
                runs(segment, file, window, holders);
            }
        }
        for (Count shard : holders)
            if (!shard.skips && shard.expected != shard.expectedEnd)
                problem(
                        name,
                        -1,
                        "holds record %d of shard %d, but not record %d"
                                .formatted(
                                        shard.expected - 1,
                                        shard.ref.number(),
                                        shard.expectedEnd - 1));
        for (Count shard : holders) shard.expected = 0;
    }

    private void runs(Segment segment, Disk.File file, ReadWindow window, List<Count> holders)
            throws IOException {
        String name = segment.name();
        int end = segment.extent().length();
        boolean lost = false;
        for (int position = Segment.HEADER; position < end; ) {
            Run.Header header =
                    Run.Header.read(file, position, end, format.store(), segment.number);
            if (header == null) {
                if (!lost) problem(name, position, "the header of a run is damaged; it is lost");
                lost = true;
                for (Count shard : holders) shard.skips = true;
                position += Run.ALIGNMENT;
                continue;
            }
            lost = false;
            byte[] marks = new byte[Run.MARK * header.marks()];
            file.read(ByteBuffer.wrap(marks), position + Run.HEADER);
            Run run = Run.parse(header, marks, position);
            if (run == null)
                problem(
                        name,
                        position,
                        "the marks of a run are damaged; they are made anew when read");
            int entriesAt = position + header.entriesAt();
            entries(name, window, entriesAt, entriesAt + header.entryBytes(), run);
            position += header.length();
        }
    }

    /// @param run null if there are no marks
    private void entries(String name, ReadWindow window, int from, int end, @Nullable Run run)
            throws IOException {
        int mark = 0; // the next one
        int position = from;
        while (position < end) {
            int at;
            try {
                at = window.entry(position, end, crc);
            } catch (DamagedException e) {
                int next = run != null && mark < run.marks() ? run.position(mark) : end;
                problem(
                        name,
                        position,
                        "a record is damaged; %d bytes cannot be read from there on"
                                .formatted(next - position));
                // Between two marks all is one shard's.
                if (run != null && mark > 0) skip(run.shard(mark - 1));
                else if (run == null) for (Count shard : shards.values()) shard.skips = true;
                segmentBytes += next - position;
                position = next;
                continue;
            }
            byte[] bytes = window.bytes();
            int length = EntryLayout.length(bytes, at);
            int number = EntryLayout.shard(bytes, at);
            long offset = EntryLayout.offset(bytes, at);
            if (run != null && mark < run.marks() && run.position(mark) <= position) {
                if (run.position(mark) != position
                        || run.shard(mark) != number
                        || run.offset(mark) != offset)
                    problem(name, position, "mark %d names another record".formatted(mark));
                mark++;
            }
            Count shard = shards.get(number);
            if (shard != null && shard.expected > 0)
                record(shard, offset, EntryLayout.arrivalMs(bytes, at), length, name, position);
            segmentBytes += length;
            position += length;
        }
    }

    private void skip(int number) {
        Count shard = shards.get(number);
        if (shard != null) shard.skips = true;
    }

    private void record(
            Count shard, long offset, long arrivalMs, int length, String name, int position) {
        if (offset != shard.expected && !shard.skips)
            problem(
                    name,
                    position,
                    "record %d of shard %d comes after %d"
                            .formatted(offset, shard.ref.number(), shard.expected - 1));
        shard.expected = offset + 1;
        if (offset >= shard.first) shard.recordInSegment(arrivalMs, length);
    }
}
