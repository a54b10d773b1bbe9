package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Begun;
import dev.millrace.simulation.Entry.Child;
import dev.millrace.simulation.Entry.Got;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Read;
import dev.millrace.simulation.Entry.Start;

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
    private final Map<Place, Set<Child>> known;
    private final Ages ages;
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
            Begun begun,
            int at,
            Contents shard,
            Map<Place, Set<Child>> known,
            Ages ages,
            Findings findings) {
        this.begun = begun;
        this.shard = shard;
        this.known = known;
        this.ages = ages;
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

    /// @param entry place in the history
    void read(Read read, int entry) {
        if (ended) broken(Promise.END, "it got more after the end");
        for (Got got : read.records()) record(got, entry);
        continuation(read, entry);
        List<Child> children = read.children();
        if (children != null) end(children, entry);
        else place(read, entry);
        if (begun.seat() == null) return;
        if (read.asked() > supersededAt)
            broken(Promise.ONE_SEAT, "it goes on after another took its seat");
        if (read.atMs() - placedMs > LIFE_MS)
            broken(Promise.LIFE, "it goes on for %d ms".formatted(read.atMs() - placedMs));
    }

    /// Its shard is said not to be there.
    void vanished(int entry) {
        if (!shard.mayBeGone(0, shard.size(), ages, entry))
            broken(Promise.RETAINED, "its shard is gone");
    }

    private void record(Got got, int entry) {
        int index = shard.find(got.number());
        if (next == UNKNOWN) begin(index, entry);
        else if (index != next && !wasOnItsWay(index) && !mayMiss(next, index, entry))
            misplaced(got, index);
        next = index + 1;
        isAtStart = false;
    }

    /// Whether what lies between two records had to be there no more.
    private boolean mayMiss(int from, int to, int entry) {
        return to > from && shard.mayBeGone(from, to, ages, entry);
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
    private void begin(int index, int entry) {
        if (index < lowest || (index > highest && !mayMiss(highest, index, entry)))
            broken(
                    Promise.START,
                    "it began at record %d; the tip was at %d to %d"
                            .formatted(index, lowest, highest));
    }

    private void continuation(Read read, int entry) {
        String number = read.continuation();
        if (number == null) return;
        int goesOn = shard.after(number);
        if (next == UNKNOWN) begin(goesOn, entry);
        else if (goesOn != next && !wasOnItsWay(goesOn) && !mayMiss(next, goesOn, entry))
            broken(Promise.CONTINUATION, "it goes on at record %d, not %d".formatted(goesOn, next));
        next = goesOn;
    }

    private void place(Read read, int entry) {
        int from = next == UNKNOWN ? highest : next;
        if (read.atTip()) {
            int known = shard.newestKnown(read.asked());
            if (known >= from && !mayMiss(from, known + 1, entry))
                broken(Promise.TIP, "it is at %d, and %d was known".formatted(from, known));
        } else if (from >= shard.size() && !mayHaveBeenMore()) {
            broken(Promise.LAG, "it is said to be behind, and has read all");
        }
        if (begun.seat() == null
                && next == shard.size()
                && shard.isKnownOver(read.asked())
                && !mayHaveBeenMore())
            broken(Promise.NOT_ENDLESS, "it has read all of a shard that is over");
    }

    /// Whether there may have been records that nobody ever saw, and that have expired since.
    private boolean mayHaveBeenMore() {
        return ages.mayHaveExpired(shard.place.stream(), Integer.MAX_VALUE);
    }

    private void end(List<Child> children, int entry) {
        ended = true;
        if (next != UNKNOWN && next != shard.size() && !mayMiss(next, shard.size(), entry))
            broken(Promise.END, "it ended at record %d of %d".formatted(next, shard.size()));
        if (shard.shard.last() == null && shard.listedAt > entry)
            broken(Promise.END, "it ended, and the shard is open");
        Set<Child> listed = known.getOrDefault(shard.place, Set.of());
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
