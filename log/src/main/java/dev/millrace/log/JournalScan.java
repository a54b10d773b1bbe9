package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads the groups of one journal file in order, as far as they are whole and continue each
/// other.
final class JournalScan {
    private static final int CHUNK = 1 << 20;

    private final Disk.File file;
    private final JournalHeader header;
    private final long size;
    private byte[] chunk = {};
    private long chunkStart;
    private int chunkLength;

    private long position;
    private long groupSeq;
    private long lsn;
    private long previousLsn;
    private int payloadAt;
    private long stop = Long.MAX_VALUE;

    /// @param from where to start; its file is this one
    JournalScan(Disk.File file, JournalHeader header, Journal.Mark from) throws IOException {
        this.file = file;
        this.header = header;
        size = file.size();
        position = from.position();
        groupSeq = from.groupSeq();
        lsn = from.lsn();
        previousLsn = from.previousLsn();
    }

    /// Stops before this group: the next file begins with it, so what lies in its place here was
    /// torn once, even if it looks whole.
    void stopBefore(long group) {
        stop = group;
    }

    /// Where the next group is expected.
    Journal.Mark mark() {
        return new Journal.Mark(header.walSeq(), position, groupSeq, lsn, previousLsn);
    }

    /// The next whole group, whose payload then lies at [#payloadAt] in [#bytes]; null if there is
    /// none at its place.
    @Nullable GroupHeader next() throws IOException {
        if (groupSeq == stop || !have(position, GroupHeader.LENGTH)) return null;
        GroupHeader group = GroupHeader.read(chunk, (int) (position - chunkStart), header.salt());
        if (group == null
                || group.walSeq() != header.walSeq()
                || group.groupSeq() != groupSeq
                || group.lsn() != lsn
                || group.previousLsn() != previousLsn) return null;
        int length = group.payloadLength();
        if (length < 0 || !have(position, GroupHeader.LENGTH + (long) length)) return null;
        int at = (int) (position - chunkStart) + GroupHeader.LENGTH;
        if (GroupHeader.salted(header.salt(), chunk, at, length) != group.payloadCrc()) return null;
        payloadAt = at;
        position = GroupHeader.align(position + GroupHeader.LENGTH + length);
        previousLsn = lsn;
        lsn += group.entries();
        groupSeq++;
        return group;
    }

    byte[] bytes() {
        return chunk;
    }

    int payloadAt() {
        return payloadAt;
    }

    /// Groups that lie behind the place where [#next] found none. They were written after the group
    /// there was forced: that group is damaged, not torn.
    ///
    /// @param groups how many headers of later groups there are
    /// @param entries how many entries these name
    record Later(long position, int groups, long entries) {}

    Later later() throws IOException {
        long first = -1;
        int groups = 0;
        long entries = 0;
        for (long at = position; at < size; at += GroupHeader.ALIGNMENT) {
            if (!have(at, GroupHeader.LENGTH)) break;
            GroupHeader group = GroupHeader.read(chunk, (int) (at - chunkStart), header.salt());
            if (group == null || group.walSeq() != header.walSeq() || group.groupSeq() <= groupSeq)
                continue;
            if (first < 0) first = at;
            groups++;
            entries += group.entries();
        }
        return new Later(first, groups, entries);
    }

    /// The group that was begun where [#next] found none; null if none was.
    ///
    /// @param name of the file
    @Nullable TornTail torn(String name) throws IOException {
        if (!have(position, GroupHeader.LENGTH)) return null;
        int at = (int) (position - chunkStart);
        if (!GroupHeader.isBegun(chunk, at, mark())) return null;
        return new TornTail(name, position, groupSeq, lsn);
    }

    private boolean have(long at, long count) throws IOException {
        if (at >= chunkStart && at + count <= chunkStart + chunkLength) return true;
        if (at + count > size) return false;
        int wanted = (int) Math.min(Math.max(CHUNK, count), size - at);
        if (chunk.length < wanted) chunk = new byte[wanted];
        chunkLength = file.read(ByteBuffer.wrap(chunk, 0, wanted), at);
        chunkStart = at;
        return chunkLength >= count;
    }
}
