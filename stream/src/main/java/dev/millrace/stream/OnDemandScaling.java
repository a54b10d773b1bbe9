package dev.millrace.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Decides on the shards of an on-demand stream: a pure function of what was written to it.
///
/// No shard is to have more than half of what it takes (500 KB/s of 1 MB/s), so that the stream
/// takes twice what it had:
///
/// - not its share of the most that was written in a minute of the last 30 days, as if that were
///   spread evenly over the hash keys; else it is split in half, and in half again;
/// - nor in fact, over 15 minutes; else it is hot, and split however little the stream has.
///
/// Neighbours are merged when both hold for the shard that they become, that is when the peak has
/// fallen out of the 30 days. A shard that came of a split in that time is not: what is hot by day
/// would be merged by night.
///
/// There are at least four shards, and as many as take the warm throughput: that its owner has
/// asked for, so it may be more than the stream would grow to by itself.
///
/// Sources and reasons: `docs/decisions/0005-scaling.md`.
///
/// @param capacity what a shard takes
/// @param mostShards the stream does not grow beyond by itself
public record OnDemandScaling(ShardCapacity capacity, int mostShards) {
    static final int LEAST_SHARDS = 4;

    /// The most that a shard is to have, of what it takes.
    static final double FULL = 500.0 / 1_024;

    /// What neighbours may have together to be merged: less, or a peak that comes again a little
    /// higher would split them again.
    private static final double MERGED = FULL * 3 / 4;

    /// A shard that is hot by a single partition key stays hot however often it is split; so it is
    /// not when its keys are so few beside an even share of them.
    private static final int NARROWEST = 1_024;

    private static final double ROUNDING = 1e-9;
    private static final long WINDOW_MS = PeakWindow.HOURS * 3_600_000L;

    /// Whether a stream is to have other shards.
    ///
    /// @param stream an active one
    /// @param peak the most that was written in a minute of the last 30 days
    public ScalingDecision decide(Stream stream, Traffic traffic, Throughput peak, long nowMs) {
        List<Shard> open = stream.shards().open();
        int warmMibps = stream.settings().warmMibps();
        double least = least(warmMibps);
        List<ShardStep> steps = splits(stream, least, Math.max(mostShards, 2 * warmMibps));
        if (!steps.isEmpty())
            return scale(
                    open,
                    steps,
                    warmMibps == 0
                            ? "it has at least " + LEAST_SHARDS
                            : "it is kept ready for %d MiB/s".formatted(warmMibps));
        steps = splits(stream, capacity.shareOf(peak) / FULL, mostShards);
        if (!steps.isEmpty())
            return scale(
                    open,
                    steps,
                    "each shard shall take twice its share of the peak of the last 30 days, "
                            + peak);
        var hot = new ArrayList<String>();
        steps = splitsForHeat(open, traffic, hot);
        if (!steps.isEmpty()) return scale(open, steps, String.join("; ", hot));
        steps = merges(open, traffic, peak, least, nowMs);
        if (!steps.isEmpty())
            return scale(
                    open, steps, "fewer shards take twice the peak of the last 30 days, " + peak);
        return new ScalingDecision.Stay(
                hot.isEmpty() ? "it has what it needs" : String.join("; ", hot));
    }

    private static ScalingDecision scale(List<Shard> open, List<ShardStep> steps, String why) {
        int to = open.size() + Reshaping.growth(steps);
        return new ScalingDecision.Scale(open.size(), to, steps, why);
    }

    /// How many shards there are to be of keys evenly spread, apart from the peak.
    private double least(int warmMibps) {
        double warm = ((double) warmMibps * (1 << 20)) / capacity.bytes();
        return Math.max(LEAST_SHARDS, warm);
    }

    /// A shard, there already or planned.
    private record Piece(int index, HashKeyRange range, double part) {
        static final Comparator<Piece> WIDEST =
                Comparator.comparingDouble(Piece::part)
                        .reversed()
                        .thenComparing(piece -> piece.range().first());

        Piece(int index, HashKeyRange range) {
            this(index, range, range.part());
        }
    }

    /// Halves the widest until no shard has more than its share of `shards` even ones.
    private static List<ShardStep> splits(Stream stream, double shards, int most) {
        var steps = new ArrayList<ShardStep>();
        var pieces = new PriorityQueue<>(Piece.WIDEST);
        for (Shard shard : stream.shards().open())
            pieces.add(new Piece(shard.index(), shard.range()));
        int nextIndex = stream.nextIndex();
        while (pieces.size() < most && pieces.element().part() * shards > 1 + ROUNDING) {
            Piece piece = pieces.remove();
            HashKey middle = piece.range().middle();
            steps.add(new ShardStep.Split(piece.index(), middle));
            var lower = new HashKeyRange(piece.range().first(), middle.previous());
            var upper = new HashKeyRange(middle, piece.range().last());
            pieces.add(new Piece(nextIndex++, lower));
            pieces.add(new Piece(nextIndex++, upper));
        }
        return steps;
    }

    private double share(Traffic traffic, Shard shard) {
        return capacity.shareOf(traffic.ofShard(shard.index()));
    }

    /// @param words says of each hot shard what it had, and why it is not split if it is not
    private List<ShardStep> splitsForHeat(List<Shard> open, Traffic traffic, List<String> words) {
        var steps = new ArrayList<ShardStep>();
        for (Shard shard : open) {
            if (share(traffic, shard) <= FULL) continue;
            String hot = "%s had %s".formatted(shard.id(), traffic.ofShard(shard.index()));
            boolean narrow = shard.range().part() * open.size() * NARROWEST < 1;
            boolean room = open.size() + steps.size() < mostShards;
            if (!narrow && room)
                steps.add(new ShardStep.Split(shard.index(), shard.range().middle()));
            hot += " over 15 minutes";
            if (narrow) hot += ", but so few hash keys are left to it that a split is of no use";
            else if (!room) hot += ", but there may be no more than " + mostShards + " shards";
            words.add(hot);
        }
        return steps;
    }

    /// Two neighbours that may become one.
    ///
    /// @param lower position of the lower one by hash key
    private record Pair(int lower, double share, double part) {
        static final Comparator<Pair> IDLEST =
                Comparator.comparingDouble(Pair::share)
                        .thenComparingDouble(Pair::part)
                        .thenComparingInt(Pair::lower);
    }

    private List<ShardStep> merges(
            List<Shard> open, Traffic traffic, Throughput peak, double least, long nowMs) {
        double widest = Math.min(1 / least, MERGED / capacity.shareOf(peak));
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i + 1 < open.size(); i++) {
            Shard lower = open.get(i);
            Shard upper = open.get(i + 1);
            if (isYoung(lower, nowMs) || isYoung(upper, nowMs)) continue;
            double share = share(traffic, lower) + share(traffic, upper);
            double part = lower.range().part() + upper.range().part();
            if (share <= MERGED && part <= widest + ROUNDING) pairs.add(new Pair(i, share, part));
        }
        pairs.sort(Pair.IDLEST);
        var taken = new boolean[open.size()];
        var steps = new ArrayList<ShardStep>();
        for (Pair pair : pairs) {
            int i = pair.lower();
            if (taken[i] || taken[i + 1] || open.size() - steps.size() == LEAST_SHARDS) continue;
            taken[i] = true;
            taken[i + 1] = true;
            steps.add(new ShardStep.Merge(open.get(i).index(), open.get(i + 1).index()));
        }
        return steps;
    }

    /// Whether a split has made it lately; merging it could undo what heat had asked for.
    private static boolean isYoung(Shard shard, long nowMs) {
        return shard.parent() != Shard.NONE
                && shard.adjacentParent() == Shard.NONE
                && shard.createdMs() > nowMs - WINDOW_MS;
    }
}
