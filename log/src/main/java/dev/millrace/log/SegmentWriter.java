package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Moves records from the journal to the segments of their streams. Reads the journal once, in its
/// order, into [Gathered] records; what is gathered becomes one run for each stream. Nothing is
/// visible, to readers or to the next snapshot, before [#publish]. The checkpointer's.
final class SegmentWriter {
    /// A segment that grows. Not held open: there may be more of them than files may be.
    private static final class Growth {
        final Segment segment;
        int length;
        long firstArrivalMs;
        long lastArrivalMs;

        Growth(Segment segment) {
            this.segment = segment;
            Segment.Extent extent = segment.extent();
            length = extent.length();
            firstArrivalMs = extent.firstArrivalMs();
            lastArrivalMs = extent.lastArrivalMs();
        }

        Segment.Extent extent() {
            return new Segment.Extent(length, firstArrivalMs, lastArrivalMs);
        }
    }

    /// Of so many shards a segment is as large as is set; of more it is larger: in which segments a
    /// shard has records is kept in memory and in each snapshot.
    private static final int FEW_SHARDS = 1024;

    private final Disk disk;
    private final SegmentFolder folder;
    private final SegmentFiles files;
    private final RecentEntries recent;
    private final UUID store;
    private final int threads;
    private final int mostBytes;
    private final Gathered gathered;

    // Of the checkpoint under way.
    private final Map<Segment, Growth> grown = new LinkedHashMap<>();
    private final Map<Integer, Growth> growing = new HashMap<>(); // by stream
    private final Map<ShardLog, SegmentList> lists = new HashMap<>(); // that get longer
    private long next; // number of the next segment

    SegmentWriter(
            Disk disk,
            SegmentFolder folder,
            SegmentFiles files,
            RecentEntries recent,
            UUID store,
            LogConfig config) {
        this.disk = disk;
        this.folder = folder;
        this.files = files;
        this.recent = recent;
        this.store = store;
        threads = config.checkpointThreads();
        mostBytes = config.segmentBytes();
        gathered = new Gathered(config.checkpointBufferBytes());
    }

    /// Appends and forces the records that these shards have in the journal and not in segments.
    ///
    /// @param from address at or before the first of them
    /// @param to address of the cut
    void write(List<Cut.ShardCut> shards, long from, long to, long nowMs) throws IOException {
        next = folder.next();
        if (!gathered.expect(shards)) return;
        try {
            recent.visit(
                    from,
                    to,
                    (slab, bytes, at, length) -> {
                        if (EntryLayout.type(bytes, at) != EntryLayout.DATA) return;
                        if (gathered.add(slab, bytes, at, length)) return;
                        writeRuns(nowMs);
                        if (!gathered.add(slab, bytes, at, length))
                            throw new IllegalStateException("no room");
                    });
            writeRuns(nowMs);
            gathered.checkComplete();
            inParallel(grown.values(), growth -> use(growth, Disk.File::force));
        } finally {
            gathered.forget();
        }
        var folders = new TreeSet<String>();
        for (Segment segment : grown.keySet())
            if (isNew(segment)) folders.add(Segment.folder(segment.stream));
        for (String name : folders) disk.forceDirectory(name);
    }

    private static boolean isNew(Segment segment) {
        return segment.extent().length() == 0;
    }

    /// Writes what is gathered.
    private void writeRuns(long nowMs) throws IOException {
        List<Gathered.StreamRun> runs = gathered.runs();
        folder.makeFolders(runs.stream().map(Gathered.StreamRun::stream).toList());
        for (Gathered.StreamRun run : runs) {
            Growth growth = growth(run, nowMs);
            for (ShardLog shard : run.shards()) {
                SegmentList list = lists.getOrDefault(shard, shard.segments());
                if (!list.endsWith(growth.segment))
                    lists.put(shard, list.with(gathered.first(shard), growth.segment));
            }
        }
        inParallel(
                runs,
                run -> {
                    Growth growth = growing.get(run.stream());
                    if (growth == null) throw new IllegalStateException("nothing grows");
                    append(run, growth);
                });
        gathered.clear();
    }

    /// What a run goes to: the stream's newest segment, or a new one if that is full or old.
    private Growth growth(Gathered.StreamRun run, long nowMs) throws IOException {
        Growth last = growing.get(run.stream());
        Segment newest = folder.newest(run.stream());
        if (last == null && newest != null && !isFull(newest.extent(), run, nowMs)) {
            var growth = new Growth(newest);
            grown.put(newest, growth);
            growing.put(run.stream(), growth);
            return growth;
        }
        if (last != null && !isFull(last.extent(), run, nowMs)) return last;
        var made =
                new Segment(
                        run.stream(),
                        next++,
                        new Segment.Extent(0, Long.MAX_VALUE, Long.MIN_VALUE));
        var growth = new Growth(made);
        grown.put(made, growth);
        growing.put(run.stream(), growth);
        files.adopt(made, disk.open(made.name(), true));
        byte[] header = Arrays.copyOf(made.header(store), Segment.HEADER);
        use(
                growth,
                there -> {
                    there.truncate(0); // an attempt that failed may have left one
                    there.write(ByteBuffer.wrap(header), 0);
                });
        growth.length = Segment.HEADER;
        return growth;
    }

    private boolean isFull(Segment.Extent extent, Gathered.StreamRun run, long nowMs) {
        long sealAgeMs = Math.max(1, run.retentionMs() / 24);
        long most = (long) mostBytes * Math.max(FEW_SHARDS, run.shards().size()) / FEW_SHARDS;
        return extent.length() > Segment.HEADER
                && (extent.length() + (long) run.length() > Math.min(most, Segment.MOST)
                        || nowMs - extent.firstArrivalMs() > sealAgeMs);
    }

    private void append(Gathered.StreamRun run, Growth growth) throws IOException {
        use(growth, file -> gathered.write(run, file, growth.length, store, growth.segment.number));
        growth.length += run.length();
        growth.firstArrivalMs = Math.min(growth.firstArrivalMs, run.firstArrivalMs());
        growth.lastArrivalMs = Math.max(growth.lastArrivalMs, run.lastArrivalMs());
    }

    /// What is done with one, or with each of several.
    private interface Step<T> {
        void on(T one) throws IOException;
    }

    private void use(Growth growth, Step<Disk.File> step) throws IOException {
        SegmentFiles.Open open = files.acquire(growth.segment);
        try {
            step.on(open.file);
        } finally {
            open.release();
        }
    }

    private <T> void inParallel(Collection<T> all, Step<T> step) throws IOException {
        if (threads == 1 || all.size() <= 1) {
            for (T one : all) step.on(one);
            return;
        }
        List<T> work = List.copyOf(all);
        var taken = new AtomicInteger();
        Callable<@Nullable Void> share =
                () -> {
                    int i;
                    while ((i = taken.getAndIncrement()) < work.size()) step.on(work.get(i));
                    return null;
                };
        int count = Math.min(threads, work.size());
        try (ExecutorService pool = Executors.newFixedThreadPool(count, SegmentWriter::thread)) {
            for (Future<?> done : pool.invokeAll(Collections.nCopies(count, share))) done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) throw cause;
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().name("millrace-checkpoint-writer").unstarted(work);
    }

    /// The shard's segments as they are now.
    SegmentList segments(ShardLog shard) {
        return lists.getOrDefault(shard, shard.segments());
    }

    /// All segments as they are now.
    List<Snapshot.SegmentState> states() {
        List<Snapshot.SegmentState> states = new ArrayList<>();
        for (Segment segment : folder.all())
            if (!grown.containsKey(segment))
                states.add(new Snapshot.SegmentState(segment, segment.extent()));
        grown.forEach(
                (segment, growth) ->
                        states.add(new Snapshot.SegmentState(segment, growth.extent())));
        return states;
    }

    /// Number of the next segment.
    long next() {
        return next;
    }

    /// The snapshot is durable: readers may find the records here.
    void publish(List<Cut.ShardCut> shards) {
        for (Growth growth : grown.values()) growth.segment.extend(growth.extent());
        for (Cut.ShardCut cut : shards) {
            ShardLog shard = cut.log();
            SegmentList before = shard.segments();
            SegmentList now = segments(shard);
            for (int i = before.size(); i < now.size(); i++) folder.hold(now.segment(i));
            shard.checkpoint(now, cut.next());
        }
        grown.clear();
        growing.clear();
        lists.clear();
    }

    /// Forgets what was not published: the next attempt writes over it.
    ///
    /// @param gone whether no snapshot can name it: then new files give back their space
    void abandon(boolean gone) throws IOException {
        for (Segment segment : grown.keySet()) {
            if (gone && isNew(segment)) disk.delete(segment.name());
            files.forget(segment);
        }
        grown.clear();
        growing.clear();
        lists.clear();
    }
}
