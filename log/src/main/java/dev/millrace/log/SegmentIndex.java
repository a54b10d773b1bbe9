package dev.millrace.log;

import dev.millrace.stream.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The runs of a segment, up to the length that it had when they were read. Immutable.
final class SegmentIndex {
    private static final System.Logger LOG = System.getLogger(SegmentIndex.class.getName());
    private static final int WINDOW = 64 << 10;

    private final Run[] runs;
    private final int length; // of the segment

    private SegmentIndex(Run[] runs, int length) {
        this.runs = runs;
        this.length = length;
    }

    static SegmentIndex empty() {
        return new SegmentIndex(new Run[0], Segment.HEADER);
    }

    /// Length of the segment that it covers.
    int length() {
        return length;
    }

    int runs() {
        return runs.length;
    }

    Run run(int i) {
        return runs[i];
    }

    /// The run that should hold a shard's record; -1 if there is none.
    int runOf(int shard, long offset) {
        for (int i = runs.length - 1; i >= 0; i--) if (runs[i].markOf(shard, offset) >= 0) return i;
        return -1;
    }

    int memoryBytes() {
        int bytes = 64;
        for (Run run : runs) bytes += run.memoryBytes();
        return bytes;
    }

    /// With what was appended since.
    SegmentIndex grown(Segment segment, Disk.File file, UUID store) throws IOException {
        int to = segment.extent().length();
        List<Run> all = new ArrayList<>(List.of(runs));
        if (segment.only != null) {
            all.add(scan(segment, file, length, to));
            return new SegmentIndex(all.toArray(Run[]::new), to);
        }
        boolean lost = false;
        for (int position = length; position < to; ) {
            Run.Header header = Run.Header.read(file, position, to, store, segment.number);
            if (header != null) {
                all.add(read(segment, file, header, position));
                position += header.length();
            } else {
                // What it held is missed by whoever reads it; what follows is found again.
                if (!lost)
                    LOG.log(
                            System.Logger.Level.ERROR,
                            new DamagedException(segment.name(), position).getMessage());
                position += Run.ALIGNMENT;
            }
            lost = header == null;
        }
        return new SegmentIndex(all.toArray(Run[]::new), to);
    }

    private static Run read(Segment segment, Disk.File file, Run.Header header, int position)
            throws IOException {
        byte[] marks = new byte[Run.MARK * header.marks()];
        int read = file.read(ByteBuffer.wrap(marks), position + Run.HEADER);
        Run run = read < marks.length ? null : Run.parse(header, marks, position);
        int entriesAt = position + header.entriesAt();
        return run == null ? scan(segment, file, entriesAt, entriesAt + header.entryBytes()) : run;
    }

    /// Makes marks by reading the entries.
    private static Run scan(Segment segment, Disk.File file, int from, int to) throws IOException {
        var growing = new Run.Growing(4);
        var window = new ReadWindow(file, segment.name(), WINDOW);
        var crc = new CRC32C();
        try {
            for (int position = from; position < to; ) {
                int at = window.entry(position, to, crc);
                byte[] bytes = window.bytes();
                growing.entry(
                        EntryLayout.shard(bytes, at),
                        position,
                        EntryLayout.offset(bytes, at),
                        EntryLayout.arrivalMs(bytes, at));
                position += EntryLayout.length(bytes, at);
            }
        } catch (DamagedException e) {
            // Up to there it is good; who reads on meets the damage.
            LOG.log(System.Logger.Level.ERROR, e.getMessage());
        }
        return growing.grown(to);
    }
}
