package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/// The one ordered log that everything becomes durable in. Written by the committer only.
final class Journal {
    /// Where the next group goes, and how it is numbered.
    ///
    /// @param position in the file `walSeq`
    /// @param lsn number of the next entry
    /// @param previousLsn that of the last group's first entry, 0 if there was none
    record Mark(long walSeq, long position, long groupSeq, long lsn, long previousLsn) {
        /// Of an empty journal.
        static final Mark START = new Mark(1, JournalHeader.LENGTH, 1, 1, 0);
    }

    /// Whether a group finds room.
    enum Room {
        READY,
        /// The next file is being made.
        LATER,
        /// The budget is used up until a checkpoint.
        EXHAUSTED,
        /// The disk is full.
        FULL
    }

    private final UUID store;
    private final RandomGenerator random;
    private final JournalFiles source;
    private final int reserve;

    private volatile JournalFile[] files; // with groups not yet in segments, oldest first
    private @Nullable JournalFile active; // null until the first group after opening
    private long salt;
    private long position;
    private long groupSeq;
    private long lsn;
    private long previousLsn;
    private long walSeq;
    private long address;
    private final byte[] seed = new byte[Long.BYTES];
    private final CRC32C crc = new CRC32C();
    private long padded; // bytes written including padding, ever since opening; for checkpoints

    Journal(
            UUID store,
            RandomGenerator random,
            JournalFiles source,
            int reserve,
            JournalFile[] files,
            Mark end,
            long address) {
        this.store = store;
        this.random = random;
        this.source = source;
        this.reserve = reserve;
        this.files = files;
        walSeq = end.walSeq;
        position = end.position;
        groupSeq = end.groupSeq;
        lsn = end.lsn;
        previousLsn = end.previousLsn;
        this.address = address;
    }

    /// Where the next group starts, as a reader's address.
    long address() {
        return address;
    }

    /// Bytes that groups have taken in files since the engine was opened.
    long written() {
        return padded;
    }

    Mark mark() {
        return new Mark(walSeq, position, groupSeq, lsn, previousLsn);
    }

    /// Makes sure that a group of `length` bytes, header included, can be written now: continues in
    /// the next file if it must.
    ///
    /// @param reserved whether the group may use what is kept back while no further file is ready
    Room room(int length, boolean reserved) throws IOException {
        long wanted = JournalHeader.LENGTH + GroupHeader.align(length) + reserve;
        JournalFile current = active;
        if (current != null) {
            long end = GroupHeader.align(position + length);
            if (end + reserve <= current.size) return Room.READY;
            if (end <= current.size && (reserved || source.hasSpare(0))) return Room.READY;
        }
        JournalFiles.Spare spare = source.take(wanted);
        if (spare == null) {
            if (source.isFull()) return Room.FULL;
            return source.isExhausted() ? Room.EXHAUSTED : Room.LATER;
        }
        start(spare);
        return Room.READY;
    }

    /// The group that found no room is given up.
    void forgetWanted() {
        source.forgetWanted();
    }

    private void start(JournalFiles.Spare spare) throws IOException {
        long newSalt = random.nextLong();
        var header = new JournalHeader(spare.walSeq(), lsn, groupSeq, store, newSalt);
        spare.file().write(ByteBuffer.wrap(header.bytes()), 0);
        spare.file().force(); // before the first group: a stale header would hide it
        var file =
                new JournalFile(
                        spare.name(),
                        spare.walSeq(),
                        spare.file(),
                        spare.size(),
                        address,
                        source::recycle);
        JournalFile[] before = files;
        JournalFile[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = file;
        files = after;
        active = file;
        salt = newSalt;
        LittleEndian.putLong(seed, 0, newSalt);
        walSeq = spare.walSeq();
        position = JournalHeader.LENGTH;
    }

    /// Completes the group whose payload lies behind room for a header at `at`, writes and forces
    /// it. [#room] was READY for it.
    ///
    /// @throws IOException after which nothing may be written any more
    void commit(byte[] bytes, int at, int length, int entries, long nowMs) throws IOException {
        JournalFile current = active;
        if (current == null) throw new IllegalStateException("no journal file");
        int payload = length - GroupHeader.LENGTH;
        crc.reset();
        crc.update(seed, 0, seed.length);
        crc.update(bytes, at + GroupHeader.LENGTH, payload);
        new GroupHeader(
                        walSeq,
                        groupSeq,
                        lsn,
                        payload,
                        entries,
                        (int) crc.getValue(),
                        nowMs,
                        previousLsn)
                .write(bytes, at, salt);
        current.add(address, position, length);
        current.file.write(ByteBuffer.wrap(bytes, at, length), position);
        current.file.force();
        long end = GroupHeader.align(position + length);
        padded += end - position;
        position = end;
        previousLsn = lsn;
        lsn += entries;
        groupSeq++;
        address += length;
    }

    /// Gives back the files that hold only groups before `mark`.
    void retire(Mark mark) {
        JournalFile[] before = files;
        int keep = 0;
        while (keep < before.length && before[keep].walSeq < mark.walSeq && before[keep] != active)
            keep++;
        if (keep == 0) return;
        files = Arrays.copyOfRange(before, keep, before.length);
        for (int i = 0; i < keep; i++) before[i].release();
    }

    /// The file that holds this address, to be released by the caller; null if it was given back.
    @Nullable JournalFile acquire(long wanted) {
        while (true) {
            JournalFile[] now = files;
            JournalFile found = null;
            for (int i = now.length - 1; i >= 0 && found == null; i--)
                if (now[i].firstAddress() <= wanted) found = now[i];
            if (found == null || !found.holds(wanted)) return null;
            if (found.acquire()) return found;
        }
    }

    void close() throws IOException {
        for (JournalFile file : files) file.file.close();
    }

    /// A file as recovery found it, with its groups.
    static JournalFile recovered(
            JournalHeader header, Disk.File file, long size, long address, JournalFiles source) {
        return new JournalFile(
                JournalFiles.name(header.walSeq()),
                header.walSeq(),
                file,
                size,
                address,
                source::recycle);
    }
}
