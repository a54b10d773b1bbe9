package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Begun;
import dev.millrace.simulation.Entry.Child;
import dev.millrace.simulation.Entry.Got;
import dev.millrace.simulation.Entry.Listed;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Read;
import dev.millrace.simulation.Entry.Start;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Follows one reader on its way through one shard.
final class ReaderCheck {
    private static final long LIFE_MS = 300_000;
    private static final int UNKNOWN = -1;

    private final Begun begun;
    private final int begunAt;
    private final Contents shard;
    private final Map<Place, Contents> shards;
    private final Findings findings;

    /// Where it begins, as far as that is known: at least after what was known before it asked, at
    /// most at what was sent after it was told.
    private final int lowest;

    private int highest;

    private int next;
    private boolean isAtStart = true;
    private int placedAt = Integer.MAX_VALUE;
    private long placedMs;
    private int supersededAt = Integer.MAX_VALUE;
    private boolean ended;

    /// @param at place of `begun` in the history
    ReaderCheck(
            Begun begun, int at, Contents shard, Map<Place, Contents> shards, Findings findings) {
        this.begun = begun;
        this.shard = shard;
        this.shards = shards;
        this.findings = findings;
        begunAt = at;
        lowest = shard.newestKnown(at) + 1;
        highest = shard.size();
        next =
                switch (begun.start()) {
                    case Start.Horizon() -> 0;
                    case Start.Tip() -> UNKNOWN;
                    case Start.At(String number) -> shard.from(number);
                    case Start.After(String number) -> shard.after(number);
                    case Start.From(long timeMs) -> shard.arrivedFrom(timeMs);
                };
    }

    Contents shard() {
        return shard;
    }

    /// @param laterWrites the first record that was sent after this entry
    void placed(int entry, long atMs, int laterWrites) {
        placedAt = entry;
        placedMs = atMs;
        highest = laterWrites;
    }

    /// Another has its seat from this entry on; surely only if it asked for it later.
    void supersededBy(ReaderCheck other, int entry) {
        if (other.begunAt > placedAt) supersededAt = Math.min(supersededAt, entry);
    }

    void read(Read read) {
        if (ended) broken(Promise.END, "it got more after the end");
        for (Got got : read.records()) record(got);
        continuation(read);
        List<Child> children = read.children();
        if (children != null) end(children);
        else place(read);
        if (begun.seat() == null) return;
        if (read.asked() > supersededAt)
            broken(Promise.ONE_SEAT, "it goes on after another took its seat");
        if (read.atMs() - placedMs > LIFE_MS)
            broken(Promise.LIFE, "it goes on for %d ms".formatted(read.atMs() - placedMs));
    }

    private void record(Got got) {
        int index = shard.find(got.number());
        if (next == UNKNOWN) begin(index);
        else if (index != next && !wasOnItsWay(index)) misplaced(got, index);
        next = index + 1;
        isAtStart = false;
    }

    private void misplaced(Got got, int index) {
        Promise promise = index > next ? Promise.NO_GAP : Promise.NO_REPEAT;
        broken(
                isAtStart ? Promise.START : promise,
                "it got record %d, which is %s, not %d".formatted(index, got.number(), next));
    }

    /// Who begins at a time at which records had arrived and were not durable yet begins at these.
    /// Nobody had seen them.
    private boolean wasOnItsWay(int index) {
        return isAtStart && begun.start() instanceof Start.From && index >= lowest && index < next;
    }

    /// A reader from the tip on has shown where that was.
    private void begin(int index) {
        if (index < lowest || index > highest)
            broken(
                    Promise.START,
                    "it began at record %d; the tip was at %d to %d"
                            .formatted(index, lowest, highest));
    }

    private void continuation(Read read) {
        String number = read.continuation();
        if (number == null) return;
        int goesOn = shard.after(number);
        if (next == UNKNOWN) begin(goesOn);
        else if (goesOn != next && !wasOnItsWay(goesOn))
            broken(Promise.CONTINUATION, "it goes on at record %d, not %d".formatted(goesOn, next));
        next = goesOn;
    }

    private void place(Read read) {
        int from = next == UNKNOWN ? highest : next;
        if (read.atTip()) {
            int known = shard.newestKnown(read.asked());
            if (known >= from)
                broken(Promise.TIP, "it is at %d, and %d was known".formatted(from, known));
        } else if (from >= shard.size()) {
            broken(Promise.LAG, "it is said to be behind, and has read all");
        }
        if (begun.seat() == null && next == shard.size() && shard.isKnownOver(read.asked()))
            broken(Promise.NOT_ENDLESS, "it has read all of a shard that is over");
    }

    private void end(List<Child> children) {
        ended = true;
        if (next != UNKNOWN && next != shard.size())
            broken(Promise.END, "it ended at record %d of %d".formatted(next, shard.size()));
        if (shard.shard.last() == null) broken(Promise.END, "it ended, and the shard is open");
        Set<Child> listed = new HashSet<>();
        for (Contents other : shards.values()) {
            Listed it = other.shard;
            if (other.place.stream().equals(shard.place.stream())
                    && it.parents().contains(shard.place.shard()))
                listed.add(new Child(it.shard(), it.parents(), it.range()));
        }
        if (children.size() != listed.size() || !listed.equals(Set.copyOf(children)))
            broken(Promise.CHILDREN, "it was told of %s, not of %s".formatted(children, listed));
    }

    private void broken(Promise promise, String words) {
        findings.add(
                promise,
                "reader %d of %s from %s: %s"
                        .formatted(begun.reader(), shard.place, begun.start(), words));
    }
}
