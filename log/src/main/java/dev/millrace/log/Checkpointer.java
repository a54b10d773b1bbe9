package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.DiskFullException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// Moves records from the journal to their shards' segments, and writes the snapshot that says
/// so.
/// Only then are the journal's files used again.
///
/// Order: segments written and forced, the names of new ones forced, snapshot written, forced and
/// named, then readers, then the committer.
final class Checkpointer implements DutyCycle {
    private static final System.Logger LOG = System.getLogger(Checkpointer.class.getName());
    private static final long RETRY_NS = 1_000_000_000L;

    private final Disk disk;
    private final LogConfig config;
    private final UUID store;
    private final Committer committer;
    private final SegmentWriter writer;
    private final SegmentFiles files;
    private final Trimmer trimmer;
    private final Pins pins;
    private final TreeMap<Integer, Snapshot.ShardState> table;
    private final Set<Integer> folders = new HashSet<>(); // streams whose folder is durable
    private final long intervalNs;

    private boolean waiting; // for a cut
    private List<Pins.Asked> pinning = List.of(); // those whom the next snapshot is for
    private @Nullable Cut current; // taken, not yet covered by a snapshot
    private long retryAtNs;
    private boolean uncovered;
    private long uncoveredSinceNs;
    private boolean complainedFull;

    /// @param table the shards of the snapshot that the engine was opened from
    Checkpointer(
            Disk disk,
            LogConfig config,
            UUID store,
            Committer committer,
            SegmentWriter writer,
            SegmentFiles files,
            Trimmer trimmer,
            Pins pins,
            Map<Integer, Snapshot.ShardState> table) {
        this.disk = disk;
        this.config = config;
        this.store = store;
        this.committer = committer;
        this.writer = writer;
        this.files = files;
        this.trimmer = trimmer;
        this.pins = pins;
        this.table = new TreeMap<>(table);
        intervalNs = config.checkpointInterval().toNanos();
    }

    /// Journal bytes at which a checkpoint is due.
    static long dueBytes(LogConfig config, int dirtyShards) {
        long wanted =
                Math.max(
                        config.checkpointBytes(),
                        (long) config.checkpointShardBytes() * dirtyShards);
        return Math.min(wanted, config.journalBytes() / 2);
    }

    @Override
    public int doWork(long nowNs) {
        Throwable failure = committer.failure();
        if (failure != null) {
            pins.fail(failure);
            return 0;
        }
        try {
            int work = deleteDropped();
            work += trimmer.doWork(nowNs);
            if (current == null && waiting) {
                current = committer.takeCut();
                if (current == null) return work;
                waiting = false;
            }
            Cut cut = current;
            if (cut != null) {
                if (nowNs < retryAtNs) return work;
                return work + (checkpoint(cut, nowNs) ? 1 : 0);
            }
            if (isDue(nowNs) || pins.hasWaiting()) {
                pinning = pins.waiting(); // before the cut, so that it has all they know of
                waiting = true;
                uncovered = false;
                committer.wantCut();
                work++;
            }
            return work;
        } catch (Throwable e) {
            committer.poison(e);
            return 0;
        }
    }

    private boolean isDue(long nowNs) {
        if (!committer.hasUncovered()) return false;
        if (!uncovered) {
            uncovered = true;
            uncoveredSinceNs = nowNs;
        }
        return committer.isStarved()
                || nowNs - uncoveredSinceNs >= intervalNs
                || committer.uncoveredBytes() > dueBytes(config, committer.dirtyShards());
    }

    /// Asks for a checkpoint now, whether it is due or not.
    void force() {
        if (current != null || waiting || !committer.hasUncovered()) return;
        waiting = true;
        uncovered = false;
        committer.wantCut();
    }

    /// Whether a checkpoint is under way.
    boolean isBusy() {
        return waiting || current != null;
    }

    private boolean checkpoint(Cut cut, long nowNs) throws IOException {
        try {
            write(cut);
            current = null;
            pin(cut);
            if (complainedFull)
                LOG.log(System.Logger.Level.INFO, "there is space again for seg/ and meta/");
            complainedFull = false;
            committer.checkpointsFull(false);
            committer.cover(cut);
            return true;
        } catch (DiskFullException e) {
            retryAtNs = nowNs + RETRY_NS;
            if (!complainedFull)
                LOG.log(
                        System.Logger.Level.ERROR,
                        "no space left in seg/ or meta/ of the data folder: records stay in the"
                                + " journal until there is; "
                                + e.getMessage());
            complainedFull = true;
            committer.checkpointsFull(true);
            pins.fail(e);
            return false;
        }
    }

    /// A shard that was dropped since the cut may lack the records that it had then. The snapshot
    /// does for recovery, since the journal has the drop, but not by itself: whoever wants it by
    /// itself gets the next one.
    private void pin(Cut cut) {
        if (cut.shards().stream().noneMatch(shard -> shard.log().isDropped()))
            pins.serve(pinning, Snapshot.name(cut.mark().lsn()));
        pinning = List.of();
    }

    private void write(Cut cut) throws IOException {
        List<Cut.ShardCut> alive =
                cut.shards().stream().filter(shard -> !shard.log().isDropped()).toList();
        makeFolders(alive);
        List<SegmentAppender> appenders = new ArrayList<>(alive.size());
        for (Cut.ShardCut shard : alive)
            appenders.add(
                    new SegmentAppender(
                            disk, files, store, shard, config.segmentBytes(), cut.nowMs()));
        writer.write(appenders, cut.address());
        var changedFolders = new TreeSet<String>();
        for (int i = 0; i < alive.size(); i++)
            if (appenders.get(i).hasNewFile())
                changedFolders.add(Segment.folder(alive.get(i).log().ref.stream()));
        for (String folder : changedFolders) disk.forceDirectory(folder);

        TreeMap<Integer, Snapshot.ShardState> now = new TreeMap<>(table);
        cut.dropped().forEach(now::remove);
        // One that was dropped since the cut: what the journal says of it before that must fit.
        for (Cut.ShardCut shard : cut.shards()) now.put(shard.number(), shard.state(List.of()));
        for (int i = 0; i < alive.size(); i++) {
            Cut.ShardCut shard = alive.get(i);
            now.put(shard.number(), shard.state(appenders.get(i).states()));
        }
        new Snapshot(store, cut.mark(), cut.nowMs(), List.copyOf(now.values()), cut.ledgers())
                .write(disk);
        table.clear();
        table.putAll(now);
        appenders.forEach(SegmentAppender::publish);
        if (pins.any()) return; // the next one does it
        String name = Snapshot.name(cut.mark().lsn());
        for (String other : disk.list(Snapshot.FOLDER))
            if (!(Snapshot.FOLDER + "/" + other).equals(name))
                disk.delete(Snapshot.FOLDER + "/" + other);
    }

    private void makeFolders(List<Cut.ShardCut> shards) throws IOException {
        boolean any = false;
        for (Cut.ShardCut shard : shards) {
            int stream = shard.log().ref.stream();
            if (folders.contains(stream)) continue;
            disk.createFolder(Segment.folder(stream));
            any = true;
        }
        if (!any) return;
        disk.forceDirectory(Segment.FOLDER);
        for (Cut.ShardCut shard : shards) folders.add(shard.log().ref.stream());
    }

    private int deleteDropped() throws IOException {
        if (pins.any()) return 0;
        Set<Integer> streams = new HashSet<>();
        ShardLog shard;
        int work = 0;
        while ((shard = committer.droppedFiles.poll()) != null) {
            for (Segment segment : shard.segments()) {
                disk.delete(segment.name());
                files.forget(segment); // then: a reader would open it again
                disk.delete(segment.indexName());
            }
            streams.add(shard.ref.stream());
            work++;
        }
        for (int stream : streams) {
            String folder = Segment.folder(stream);
            if (!disk.list(folder).isEmpty()) continue;
            disk.delete(folder);
            folders.remove(stream);
        }
        return work;
    }
}
