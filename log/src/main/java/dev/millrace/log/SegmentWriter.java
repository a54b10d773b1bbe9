package dev.millrace.log;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Moves records from the journal to the segments of their shards. Reads the journal in its order,
/// since finding each shard's records in it would be a read for each, and once for as many shards
/// as there is room to gather for and segments may be open. The checkpointer's.
final class SegmentWriter {
    // What one shard's records gather in before they are written: enough for a write past the page
    // cache, and no more than helps.
    private static final int LEAST_ROOM = 2 * BulkWriter.BLOCK;
    private static final int ROOM = 64 << 10;
    private static final int MOST_ROOM = 1 << 20;

    private final RecentEntries recent;
    private final ShardTable shards;
    private final int threads;
    private final int budget;
    private final int mostOpen;
    private byte[] rooms = {}; // of all shards; kept for the next checkpoint

    SegmentWriter(RecentEntries recent, ShardTable shards, LogConfig config) {
        this.recent = recent;
        this.shards = shards;
        threads = config.checkpointThreads();
        budget = config.checkpointBufferBytes();
        mostOpen = config.openFiles();
    }

    /// Appends and forces what the appenders have to, from groups before `to`.
    void write(List<SegmentAppender> appenders, long to) throws IOException {
        List<SegmentAppender> work = appenders.stream().filter(SegmentAppender::hasWork).toList();
        if (work.isEmpty()) return;
        int mostRoom = Math.clamp(budget / work.size() & -BulkWriter.BLOCK, ROOM, MOST_ROOM);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads, SegmentWriter::thread)) {
            for (int from = 0; from < work.size(); ) {
                int end = from;
                int used = 0;
                while (end < work.size() && end - from < mostOpen) {
                    int room = room(work.get(end), mostRoom);
                    if (end > from && used + room > budget) break;
                    used += room;
                    end++;
                }
                if (rooms.length < used) rooms = new byte[used];
                new Pass(work.subList(from, end), mostRoom, pool).run(to);
                from = end;
            }
        }
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().name("millrace-checkpoint-writer").unstarted(work);
    }

    private static int room(SegmentAppender appender, int most) {
        return Math.clamp(align(appender.bytes() + 2L * BulkWriter.BLOCK), LEAST_ROOM, most);
    }

    private static long align(long bytes) {
        return (bytes + BulkWriter.BLOCK - 1) & -BulkWriter.BLOCK;
    }

    /// What is done with each appender.
    private interface Step {
        void on(SegmentAppender appender) throws IOException;
    }

    /// One reading of the journal.
    private final class Pass {
        private final List<SegmentAppender> work;
        private final int mostRoom;
        private final ExecutorService pool;

        Pass(List<SegmentAppender> work, int mostRoom, ExecutorService pool) {
            this.work = work;
            this.mostRoom = mostRoom;
            this.pool = pool;
        }

        void run(long to) throws IOException {
            try {
                long start = to;
                int used = 0;
                for (SegmentAppender appender : work) {
                    int room = room(appender, mostRoom);
                    appender.room(rooms, used, used + room);
                    used += room;
                    start = Math.min(start, appender.address());
                }
                inParallel(work, SegmentAppender::begin);
                recent.visit(start, to, this::entry);
                inParallel(work, SegmentAppender::finish);
            } finally {
                work.forEach(SegmentAppender::close);
            }
        }

        private void entry(byte[] bytes, int at, int length) throws IOException {
            if (EntryLayout.type(bytes, at) != EntryLayout.DATA) return;
            ShardLog shard = shards.get(EntryLayout.shard(bytes, at));
            SegmentAppender appender = shard == null ? null : shard.appender;
            if (appender == null || appender.append(bytes, at, length)) return;
            // Records spread evenly: where one room is full, most are nearly so.
            inParallel(
                    work.stream().filter(SegmentAppender::isFlushDue).toList(),
                    SegmentAppender::flush);
            if (!appender.append(bytes, at, length)) throw new IllegalStateException("no room");
        }

        private void inParallel(List<SegmentAppender> some, Step step) throws IOException {
            if (threads == 1 || some.size() == 1) {
                for (SegmentAppender appender : some) step.on(appender);
                return;
            }
            var next = new AtomicInteger();
            Callable<@Nullable Void> share =
                    () -> {
                        int i;
                        while ((i = next.getAndIncrement()) < some.size()) step.on(some.get(i));
                        return null;
                    };
            try {
                for (Future<?> done : pool.invokeAll(Collections.nCopies(threads, share)))
                    done.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException cause) throw cause;
                throw new IllegalStateException("writing segments", e.getCause());
            } catch (InterruptedException e) {
                throw new InterruptedIOException("while writing segments");
            }
        }
    }
}
