package dev.millrace.log;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Forgets the records of segments whose newest one is beyond its shard's retention; with the last
/// shard's the segment goes. The journal says so first: a segment that is missing without such a
/// word is damage.
///
/// Runs on the checkpointer's thread, which owns the segments.
final class Trimmer implements DutyCycle {
    /// Most shards trimmed by one commit group.
    private static final int MOST = 4096;

    private final Committer committer;
    private final ShardTable shards;
    private final SegmentFolder folder;
    private final RetentionClock clock;
    private final Pins pins;
    private final long intervalNs;

    private boolean begun;
    private long nextNs;
    private Pending.@Nullable Changes pending;
    private List<ShardLog> trimmed = List.of();

    Trimmer(
            Committer committer,
            ShardTable shards,
            SegmentFolder folder,
            RetentionClock clock,
            Pins pins,
            Duration interval) {
        this.committer = committer;
        this.shards = shards;
        this.folder = folder;
        this.clock = clock;
        this.pins = pins;
        intervalNs = interval.toNanos();
    }

    @Override
    public int doWork(long nowNs) {
        if (pins.any()) return 0;
        Pending.Changes told = pending;
        if (told != null) {
            if (!told.isDecided()) return 0;
            pending = null;
            if (told.failure() != null) return 0; // a later round tries again
            try {
                for (ShardLog shard : trimmed) delete(shard);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return trimmed.size();
        }
        if (begun && nowNs < nextNs) return 0;
        nextNs = nowNs + intervalNs;
        if (!begun) { // not at once: a clock that is wrong at boot may be set right soon
            begun = true;
            return 0;
        }
        if (!clock.isSteady()) return 0;
        return trim(clock.nowMs());
    }

    private int trim(long nowMs) {
        List<Change> changes = new ArrayList<>();
        List<ShardLog> found = new ArrayList<>();
        shards.forEach(
                shard -> {
                    if (found.size() == MOST) return;
                    long first = expiredBelow(shard, nowMs);
                    if (first <= shard.first()) return;
                    changes.add(new Change.Trim(shard.ref.number(), first));
                    found.add(shard);
                });
        if (found.isEmpty()) return 0;
        trimmed = found;
        pending = new Pending.Changes(changes);
        committer.submit(pending);
        return found.size();
    }

    /// Offset of the shard's first record whose segment is not beyond the retention.
    private static long expiredBelow(ShardLog shard, long nowMs) {
        long cutoffMs = nowMs - shard.durableRetentionMs();
        SegmentList segments = shard.segments();
        long first = 0;
        for (int i = 0; i < segments.size(); i++) {
            if (segments.segment(i).extent().lastArrivalMs() >= cutoffMs) break;
            first = segments.end(i, shard.checkpointed());
        }
        return first;
    }

    private void delete(ShardLog shard) throws IOException {
        if (shard.isDropped()) return; // its segments go, or went, with it
        SegmentList before = shard.segments();
        int gone = before.countBelow(shard.first(), shard.checkpointed());
        shard.segments(before.without(gone)); // then: a reader would open it again
        for (int i = 0; i < gone; i++) folder.letGo(before.segment(i));
    }
}
