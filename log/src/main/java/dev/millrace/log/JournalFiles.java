package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.DiskFullException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Makes the next journal file ahead of time: an old one under a new name, or a new one filled with
/// zeros, because overwriting allocated blocks is what makes a force fast.
///
/// A duty cycle of its own, since filling a file takes longer than a commit may.
final class JournalFiles {
    private static final System.Logger LOG = System.getLogger(JournalFiles.class.getName());
    static final String FOLDER = "wal";
    private static final int FILL = 1 << 20;
    private static final long RETRY_NS = 1_000_000_000L;

    /// A file that nothing has been written to under its name.
    ///
    /// @param size bytes that it has on disk
    record Spare(String name, long walSeq, Disk.File file, long size) {}

    private record Retired(String name, long size) {}

    private final Disk disk;
    private final LogConfig config;
    private final Wakeup wakeup;
    private final Runnable onSpare;
    private final Consumer<Throwable> onFailure;

    private final ArrayDeque<Retired> retired = new ArrayDeque<>(); // guarded by this
    private long bytes; // of all journal files, spare and retired ones too; guarded by this
    private long nextWalSeq;
    private long nextSize;
    private final AtomicReference<@Nullable Spare> spare = new AtomicReference<>();
    private volatile long wantedBytes;
    private volatile boolean full;
    private volatile boolean exhausted;
    private long retryAtNs; // not before that is a full disk tried again
    private boolean stopped;

    JournalFiles(
            Disk disk,
            LogConfig config,
            Wakeup wakeup,
            Runnable onSpare,
            Consumer<Throwable> onFailure) {
        this.disk = disk;
        this.config = config;
        this.wakeup = wakeup;
        this.onSpare = onSpare;
        this.onFailure = onFailure;
        nextSize = config.journalFileMinBytes();
    }

    /// Of all journal files, those that wait to be written included.
    synchronized long bytes() {
        return bytes;
    }

    static String name(long walSeq) {
        return FOLDER + "/%016d.wal".formatted(walSeq);
    }

    /// Names the first file to be made; before anything else.
    void startAt(long walSeq) {
        nextWalSeq = walSeq;
    }

    /// Counts a file that is in use already.
    synchronized void adopt(long size) {
        bytes += size;
    }

    /// Takes a file back whose records are all in segments.
    synchronized void recycle(JournalFile file) {
        try {
            file.file.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "closing " + file.name, e);
        }
        retired.add(new Retired(file.name, file.size));
        wakeup.signal(); // it may be what the next one is made of
    }

    /// Whether the disk had no space for another file.
    boolean isFull() {
        return full;
    }

    /// Whether the budget has no room for another file until a checkpoint frees one.
    boolean isExhausted() {
        return exhausted;
    }

    /// What [#take] asked for last is not waited for any more.
    void forgetWanted() {
        wantedBytes = 0;
    }

    /// The file made ahead of time, if it is ready and has at least `size` bytes; else asks for
    /// one.
    /// The committer's.
    @Nullable Spare take(long size) {
        Spare ready = spare.get();
        if (ready == null || ready.size < size || !spare.compareAndSet(ready, null)) {
            wantedBytes = Math.max(wantedBytes, size);
            wakeup.signal();
            return null;
        }
        wantedBytes = 0;
        wakeup.signal(); // so that the next is ready when this one is full
        return ready;
    }

    boolean hasSpare(long size) {
        Spare ready = spare.get();
        return ready != null && ready.size >= size;
    }

    /// Makes the next file, if none is ready and there is room.
    int doWork(long nowNs) {
        Spare ready = spare.get();
        if (ready != null && ready.size >= wantedBytes) return 0;
        try {
            if (ready != null && !discardSmall(ready)) return 0;
            boolean before = exhausted;
            Spare made = make(nowNs);
            if (made == null) {
                if (exhausted && !before) onSpare.run(); // as of now nothing may be waited for
                return 0;
            }
            if (full)
                LOG.log(System.Logger.Level.INFO, "there is space again for the journal in wal/");
            full = false;
            spare.set(made);
            onSpare.run();
            return 1;
        } catch (DiskFullException e) {
            if (!full)
                LOG.log(
                        System.Logger.Level.ERROR,
                        "no space left for the next journal file in wal/: records are refused"
                                + " until there is; "
                                + e.getMessage());
            full = true;
            retryAtNs = nowNs + RETRY_NS;
            onSpare.run(); // so that those who wait are told
            return 0;
        } catch (IOException e) {
            onFailure.accept(e);
            return 0;
        }
    }

    /// A spare that is too small for what waits is deleted. The next one takes its number: a gap
    /// would look like a lost file.
    ///
    /// @return false if the committer took it meanwhile
    private boolean discardSmall(Spare small) throws IOException {
        if (!spare.compareAndSet(small, null)) return false;
        small.file.close();
        disk.delete(small.name);
        nextWalSeq = small.walSeq;
        synchronized (this) {
            bytes -= small.size;
        }
        return true;
    }

    private @Nullable Spare make(long nowNs) throws IOException {
        long wanted = Math.max(wantedBytes, config.journalFileMinBytes());
        Retired old = null;
        long size = 0;
        synchronized (this) {
            if (stopped) return null;
            while (!retired.isEmpty() && old == null) {
                Retired candidate = retired.poll();
                if (candidate.size >= wanted) old = candidate;
                else {
                    disk.delete(candidate.name);
                    bytes -= candidate.size;
                }
            }
            if (old == null) {
                size = Math.max(wanted, nextSize);
                // A record that the budget has no room for gets a file all the same.
                long budget =
                        Math.max(
                                config.journalBytes(), 2 * (config.journalFileMaxBytes() + wanted));
                if (bytes + size > budget) size = wanted;
                exhausted = bytes + size > budget;
                if (exhausted) return null;
                if (full && nowNs - retryAtNs < 0) return null;
                size = thatFits(size, wanted);
                bytes += size;
            }
            exhausted = false;
        }
        long walSeq = nextWalSeq;
        String name = name(walSeq);
        Disk.File file = old == null ? fill(name, size) : rename(old, name);
        if (old == null) nextSize = Math.min(nextSize * 2, config.journalFileMaxBytes());
        else size = old.size;
        try {
            disk.forceDirectory(FOLDER);
        } catch (DiskFullException e) {
            file.close();
            giveBack(new Retired(name, size));
            throw e;
        }
        nextWalSeq++;
        return new Spare(name, walSeq, file, size);
    }

    /// The name becomes durable before the first header: a file whose header is another's counts
    /// as not used yet.
    private Disk.File rename(Retired old, String name) throws IOException {
        try {
            if (!old.name.equals(name)) disk.rename(old.name, name);
            return disk.open(name, false);
        } catch (DiskFullException e) {
            giveBack(old);
            throw e;
        }
    }

    /// What could not become the next file may still do so.
    private synchronized void giveBack(Retired file) {
        retired.addFirst(file);
    }

    /// `size`, or only `wanted` bytes if the disk has no more; something is left for segments and
    /// snapshots, which are what frees space.
    private long thatFits(long size, long wanted) throws IOException {
        long free = disk.freeBytes() - config.journalReserveBytes();
        if (free >= size) return size;
        if (free >= wanted) return wanted;
        throw new DiskFullException(
                "a file of %d bytes is needed, %d are left".formatted(wanted, Math.max(0, free)));
    }

    private Disk.File fill(String name, long size) throws IOException {
        Disk.File file = null;
        try {
            file = disk.open(name, true);
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(FILL, size));
            for (long at = 0; at < size; at += zeros.limit()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
                file.write(zeros, at);
            }
            file.force();
            return file;
        } catch (IOException e) {
            synchronized (this) {
                bytes -= size;
            }
            try {
                if (file != null) file.close();
                disk.delete(name); // gives the space back for what is small and matters more
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /// Lets go of the spare; nothing is made any more.
    void close() throws IOException {
        synchronized (this) {
            stopped = true;
        }
        Spare ready = spare.getAndSet(null);
        if (ready != null) ready.file.close();
    }
}
