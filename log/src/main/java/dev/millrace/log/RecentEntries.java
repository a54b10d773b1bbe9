package dev.millrace.log;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.zip.CRC32C;

/// The journal's entries of all shards in the order in which they became durable: from the tail
/// cache while they are there, else from the journal's files in large reads.
final class RecentEntries {
    private static final int WINDOW = 1 << 20;

    /// What the entries are shown to.
    @FunctionalInterface
    interface Visitor {
        /// Takes the next one.
        ///
        /// @param slab that `bytes` belongs to, held during the call; null if `bytes` was read from
        ///     the disk, and is valid during the call only
        void entry(@Nullable Slab slab, byte[] bytes, int at, int length) throws IOException;
    }

    private final TailCache cache;
    private final Journal journal;

    RecentEntries(TailCache cache, Journal journal) {
        this.cache = cache;
        this.journal = journal;
    }

    /// Shows every entry of the groups from the one that contains `from` up to `to`, the address
    /// behind a durable group. No journal file in between may be given back meanwhile.
    ///
    /// @throws DamagedException if an entry on disk is damaged
    void visit(long from, long to, Visitor visitor) throws IOException {
        long address = from;
        while (address < to) {
            JournalFile file = journal.acquire(address);
            if (file == null) throw new IllegalStateException("no journal file has " + address);
            try {
                address = visit(file, address, to, visitor);
            } finally {
                file.release();
            }
        }
    }

    private long visit(JournalFile file, long from, long to, Visitor visitor) throws IOException {
        var window = new ReadWindow(file.file, file.name, WINDOW);
        var crc = new CRC32C();
        long address = from;
        for (int group = file.groupOf(from); group < file.groups() && address < to; group++) {
            long start = file.start(group);
            long end = Math.min(file.end(group), to);
            Slab slab = cache.acquire(start);
            if (slab != null) {
                try {
                    int at = slab.position(start);
                    visit(slab, at, at + (int) (end - start), visitor);
                } finally {
                    slab.release();
                }
            } else {
                long position = file.position(start);
                visit(window, position, position + (end - start), crc, visitor);
            }
            address = end;
        }
        return address;
    }

    private static void visit(Slab slab, int start, int end, Visitor visitor) throws IOException {
        byte[] bytes = slab.bytes;
        for (int at = start + GroupHeader.LENGTH; at < end; ) {
            int length = EntryLayout.length(bytes, at);
            visitor.entry(slab, bytes, at, length);
            at += length;
        }
    }

    private static void visit(ReadWindow window, long start, long end, CRC32C crc, Visitor visitor)
            throws IOException {
        for (long position = start + GroupHeader.LENGTH; position < end; ) {
            int at = window.entry(position, end, crc);
            int length = EntryLayout.length(window.bytes(), at);
            visitor.entry(null, window.bytes(), at, length);
            position += length;
        }
    }
}
