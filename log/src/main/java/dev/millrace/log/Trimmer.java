package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Deletes segments whose newest record is beyond its shard's retention. The journal says so
/// first:
/// a segment that is missing without such a word is damage.
///
/// Runs on the checkpointer's thread, which owns the segments.
final class Trimmer implements DutyCycle {
    /// Most shards trimmed by one commit group.
    private static final int MOST = 4096;

    private final Disk disk;
    private final Committer committer;
    private final ShardTable shards;
    private final SegmentFiles files;
    private final RetentionClock clock;
    private final Pins pins;
    private final long intervalNs;

    private boolean begun;
    private long nextNs;
    private Pending.@Nullable Changes pending;
    private List<ShardLog> trimmed = List.of();

    Trimmer(
            Disk disk,
            Committer committer,
            ShardTable shards,
            SegmentFiles files,
            RetentionClock clock,
            Pins pins,
            Duration interval) {
        this.disk = disk;
        this.committer = committer;
        this.shards = shards;
        this.files = files;
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
                    long first = 0;
                    for (Segment segment : shard.segments()) {
                        if (segment.extent().lastArrivalMs() >= nowMs - shard.durableRetentionMs())
                            break;
                        first = segment.extent().end();
                    }
                    if (first == 0) return;
                    changes.add(new Change.Trim(shard.ref.number(), first));
                    found.add(shard);
                });
        if (found.isEmpty()) return 0;
        trimmed = found;
        pending = new Pending.Changes(changes);
        committer.submit(pending);
        return found.size();
    }

    private void delete(ShardLog shard) throws IOException {
        if (shard.isDropped()) return; // its files go, or went, with it
        Segment[] before = shard.segments();
        int gone = 0;
        while (gone < before.length && before[gone].extent().end() <= shard.first()) gone++;
        shard.segments(Arrays.copyOfRange(before, gone, before.length));
        for (int i = 0; i < gone; i++) {
            disk.delete(before[i].name());
            files.forget(before[i]); // then: a reader would open it again
            disk.delete(before[i].indexName());
        }
    }
}
