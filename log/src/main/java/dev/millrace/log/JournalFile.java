package dev.millrace.log;

import dev.millrace.stream.Disk;

import java.util.Arrays;
import java.util.function.Consumer;

/// One file of the journal, in use: its groups and where they lie. The committer adds groups;
/// readers hold it while they read, so that it is recycled only behind them.
final class JournalFile extends Shared {
    final String name;
    final long walSeq;
    final Disk.File file;
    final long size;
    private final Consumer<JournalFile> recycler;

    // Sorted. Replaced by longer ones before `groups` counts further: who reads that first finds
    // arrays that are long enough.
    private volatile long[] addresses = new long[16];
    private volatile int[] blocks = new int[16]; // position / 4 KiB
    private volatile int groups;
    private volatile long end; // address behind the last group

    JournalFile(
            String name,
            long walSeq,
            Disk.File file,
            long size,
            long firstAddress,
            Consumer<JournalFile> recycler) {
        this.name = name;
        this.walSeq = walSeq;
        this.file = file;
        this.size = size;
        this.recycler = recycler;
        addresses[0] = firstAddress;
        end = firstAddress;
    }

    /// Notes a group that was written, or is about to be, at `position`.
    void add(long address, long position, int length) {
        int at = groups;
        if (at == addresses.length) {
            addresses = Arrays.copyOf(addresses, at * 2);
            blocks = Arrays.copyOf(blocks, at * 2);
        }
        addresses[at] = address;
        blocks[at] = (int) (position / GroupHeader.ALIGNMENT);
        end = address + length;
        groups = at + 1;
    }

    long firstAddress() {
        return addresses[0];
    }

    boolean holds(long address) {
        return address >= addresses[0] && address < end;
    }

    /// Position of a byte of a group.
    long position(long address) {
        int group = groupOf(address);
        return (long) blocks[group] * GroupHeader.ALIGNMENT + (address - addresses[group]);
    }

    /// How many groups there are.
    int groups() {
        return groups;
    }

    /// The group that contains this address, by its place in the file.
    int groupOf(long address) {
        int count = groups;
        int at = Arrays.binarySearch(addresses, 0, count, address);
        return at < 0 ? -at - 2 : at;
    }

    /// Address of a group's first byte.
    long start(int group) {
        return addresses[group];
    }

    /// Address behind a group's last byte; that of the newest one may be too far while another is
    /// added.
    long end(int group) {
        return group + 1 < groups ? addresses[group + 1] : end;
    }

    @Override
    void freed() {
        recycler.accept(this);
    }
}
