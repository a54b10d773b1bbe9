package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.DiskFullException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Moves records from the journal to their streams' segments, and writes the snapshot that says so.
/// Only then are the journal's files used again.
///
/// Order: segments written and forced, the names of new ones forced, snapshot written, forced and
/// named, then readers, then the committer.
final class Checkpointer implements DutyCycle {
    private static final System.Logger LOG = System.getLogger(Checkpointer.class.getName());
    private static final long RETRY_NS = 1_000_000_000L;

    /// Journal bytes for each byte of the snapshot: a snapshot of many shards is not written for a
    /// few records.
    private static final int BYTES_PER_SNAPSHOT_BYTE = 16;

    private final Disk disk;
    private final LogConfig config;
    private final UUID store;
    private final Committer committer;
    private final SegmentWriter writer;
    private final SegmentFolder folder;
    private final Trimmer trimmer;
    private final Pins pins;
    private final ShardTable shards;
    private final TreeMap<Integer, Snapshot.ShardState> table; // without their segments
    private final long intervalNs;

    private boolean waiting; // for a cut
    private List<Pins.Asked> pinning = List.of(); // those whom the next snapshot is for
    private @Nullable Cut current; // taken, not yet covered by a snapshot
    private long covered; // address up to which snapshots cover the journal
    private long dueBytes;
    private boolean droppedSince; // a shard, between the last cut and its snapshot
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
            ShardTable shards,
            SegmentWriter writer,
            SegmentFolder folder,
            Trimmer trimmer,
            Pins pins,
            Map<Integer, Snapshot.ShardState> table) {
        this.disk = disk;
        this.config = config;
        this.store = store;
        this.committer = committer;
        this.shards = shards;
        this.writer = writer;
        this.folder = folder;
        this.trimmer = trimmer;
        this.pins = pins;
        this.table = new TreeMap<>(table);
        intervalNs = config.checkpointInterval().toNanos();
        due(0);
    }

    /// Decides how many journal bytes make the next checkpoint due.
    private void due(int snapshotBytes) {
        long wanted =
                Math.max(config.checkpointBytes(), (long) BYTES_PER_SNAPSHOT_BYTE * snapshotBytes);
        dueBytes = Math.min(wanted, config.journalBytes() / 2);
        committer.checkpointDueBytes(dueBytes);
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
                || committer.uncoveredBytes() > dueBytes;
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
        if (!droppedSince) pins.serve(pinning, Snapshot.name(cut.mark().lsn()));
        pinning = List.of();
    }

    private void write(Cut cut) throws IOException {
        List<Cut.ShardCut> alive =
                cut.shards().stream().filter(shard -> !shard.log().isDropped()).toList();
        try {
            writer.write(alive, covered, cut.address(), cut.nowMs());
            TreeMap<Integer, Snapshot.ShardState> now = new TreeMap<>(table);
            cut.dropped().forEach(now::remove);
            for (Cut.ShardCut shard : cut.shards()) now.put(shard.number(), shard.state());
            List<Snapshot.ShardState> states = new ArrayList<>(now.size());
            droppedSince = false;
            for (Snapshot.ShardState state : now.values()) {
                ShardLog shard = shards.get(state.ref().number());
                // One that was dropped since the cut has none any more, as the journal says.
                droppedSince |= shard == null;
                states.add(shard == null ? state : state.with(writer.segments(shard)));
            }
            var snapshot =
                    new Snapshot(
                            store,
                            cut.mark(),
                            cut.nowMs(),
                            writer.next(),
                            writer.states(),
                            states,
                            cut.ledgers());
            due(snapshot.write(disk));
            table.clear();
            table.putAll(now);
            writer.publish(alive);
        } catch (Throwable e) {
            writer.abandon();
            throw e;
        }
        covered = cut.address();
        if (pins.any()) return; // the next one does it
        String name = Snapshot.name(cut.mark().lsn());
        for (String other : disk.list(Snapshot.FOLDER))
            if (!(Snapshot.FOLDER + "/" + other).equals(name))
                disk.delete(Snapshot.FOLDER + "/" + other);
    }

    private int deleteDropped() throws IOException {
        if (pins.any()) return 0;
        ShardLog shard;
        int work = 0;
        while ((shard = committer.droppedFiles.poll()) != null) {
            SegmentList segments = shard.segments();
            for (int i = 0; i < segments.size(); i++) folder.letGo(segments.segment(i));
            work++;
        }
        return work;
    }
}
