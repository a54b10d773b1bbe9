package dev.millrace.stream;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Decides on the shards of an on-demand stream: a pure function of what was written to it.
///
/// - It takes twice the most that was written in a minute of the last 30 days, and no less than
///   four shards do, or than its warm throughput.
/// - To grow, it splits its busiest shards in half, by a quarter of all at least, so that slowly
///   rising traffic does not reshard it every minute.
/// - A shard with half of what it takes over 15 minutes is hot, and split, however little the
///   stream as a whole has.
/// - When the peak has fallen out of the 30 days, neighbours are merged, the least busy first, but
///   no shard that a split has made within the 30 days: what was hot by day would be merged by
///   night.
///
/// Sources and reasons: `docs/decisions/0005-scaling.md`.
///
/// @param capacity what a shard takes
/// @param mostShards the stream does not grow beyond
public record OnDemandScaling(ShardCapacity capacity, int mostShards) {
    static final int LEAST_SHARDS = 4;

    /// How much of the peak the stream takes, in hundredths.
    private static final int PEAK_PERCENT = 200;

    /// What makes a shard hot, of what it takes: 500 KB of 1 MB.
    private static final double HOT_SHARE = 500.0 / 1_024;

    /// A shard that is hot by a single partition key stays hot however often it is split; so it is
    /// not when its keys are so few beside an even share of them.
    private static final int NARROWEST_SHARE = 1_024;

    private static final long WINDOW_MS = PeakWindow.HOURS * 3_600_000L;

    /// @param stream an active one
    /// @param peak the most that was written in a minute of the last 30 days
    public ScalingDecision decide(Stream stream, Traffic traffic, Throughput peak, long nowMs) {
        List<Shard> open = stream.shards().open();
        int wanted = wanted(stream, peak);
        String capacityWords =
                "%d shards take twice the peak of the last 30 days, %s".formatted(wanted, peak);
        if (wanted > open.size()) {
            int quarter = (open.size() + 3) / 4;
            int to = Math.min(mostShards, Math.max(wanted, open.size() + quarter));
            return grown(stream, traffic, to, capacityWords);
        }
        ScalingDecision cooled = withoutHotShards(stream, traffic);
        if (cooled instanceof ScalingDecision.Scale) return cooled;
        if (wanted <= (3 * open.size() + 3) / 4 && wanted < open.size())
            return shrunk(stream, traffic, wanted, capacityWords, nowMs);
        return cooled;
    }

    private int wanted(Stream stream, Throughput peak) {
        long warmBytes = ((long) stream.settings().warmMibps() << 20) * 60;
        int warm = capacity.shardsFor(new Throughput(warmBytes, 0), 100);
        int least = Math.max(LEAST_SHARDS, Math.max(warm, capacity.shardsFor(peak, PEAK_PERCENT)));
        return Math.min(least, Math.max(mostShards, LEAST_SHARDS));
    }

    /// A shard, there already or planned, with what it is thought to carry.
    private record Piece(int index, HashKeyRange range, double share) {
        /// The busiest first; of equally busy ones the widest, then the lowest.
        static final Comparator<Piece> BUSIEST =
                Comparator.comparingDouble(Piece::share)
                        .thenComparing(Piece::width)
                        .reversed()
                        .thenComparing(piece -> piece.range().first());

        BigInteger width() {
            return range.last().toBigInteger().subtract(range.first().toBigInteger());
        }

        boolean isWhole() {
            return range.first().equals(range.last());
        }
    }

    private double share(Traffic traffic, Shard shard) {
        return capacity.shareOf(traffic.ofShard(shard.index()));
    }

    /// Splits the busiest, each half of which is thought to carry half, until there are `to`.
    private ScalingDecision grown(Stream stream, Traffic traffic, int to, String why) {
        List<Shard> open = stream.shards().open();
        var steps = new ArrayList<ShardStep>();
        var pieces = new PriorityQueue<>(Piece.BUSIEST);
        for (Shard shard : open)
            pieces.add(new Piece(shard.index(), shard.range(), share(traffic, shard)));
        int nextIndex = stream.nextIndex();
        int count = open.size();
        while (count < to && !pieces.isEmpty()) {
            Piece piece = pieces.remove();
            if (piece.isWhole()) continue;
            HashKeyRange range = piece.range();
            HashKey middle = range.middle();
            steps.add(new ShardStep.Split(piece.index(), middle));
            var lower = new HashKeyRange(range.first(), middle.previous());
            pieces.add(new Piece(nextIndex++, lower, piece.share() / 2));
            var upper = new HashKeyRange(middle, range.last());
            pieces.add(new Piece(nextIndex++, upper, piece.share() / 2));
            count++;
        }
        return new ScalingDecision.Scale(open.size(), count, steps, why);
    }

    private ScalingDecision withoutHotShards(Stream stream, Traffic traffic) {
        List<Shard> open = stream.shards().open();
        var steps = new ArrayList<ShardStep>();
        var words = new ArrayList<String>();
        String held = "it has what it needs";
        BigInteger narrowest =
                BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf((long) NARROWEST_SHARE * open.size()));
        for (Shard shard : open) {
            if (share(traffic, shard) <= HOT_SHARE) continue;
            String hot = shard.id() + " had " + traffic.ofShard(shard.index()) + " over 15 minutes";
            var piece = new Piece(shard.index(), shard.range(), 0);
            if (open.size() + steps.size() >= mostShards) {
                held = hot + ", but a stream has at most " + mostShards + " shards";
            } else if (piece.width().compareTo(narrowest) < 0) {
                held = hot + ", but it has so few hash keys left that splitting it is of no use";
            } else {
                steps.add(new ShardStep.Split(shard.index(), shard.range().middle()));
                words.add(hot);
            }
        }
        if (steps.isEmpty()) return new ScalingDecision.Stay(held);
        String why = "hot: " + String.join("; ", words.subList(0, Math.min(words.size(), 4)));
        return new ScalingDecision.Scale(open.size(), open.size() + steps.size(), steps, why);
    }

    /// Two neighbours that may become one.
    ///
    /// @param lower position of the lower one by hash key
    private record Pair(int lower, double share, BigInteger width) {}

    private ScalingDecision shrunk(
            Stream stream, Traffic traffic, int wanted, String why, long nowMs) {
        List<Shard> open = stream.shards().open();
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i + 1 < open.size(); i++) {
            Shard lower = open.get(i);
            Shard upper = open.get(i + 1);
            double share = share(traffic, lower) + share(traffic, upper);
            if (share > HOT_SHARE || isYoung(lower, nowMs) || isYoung(upper, nowMs)) continue;
            var range = new HashKeyRange(lower.range().first(), upper.range().last());
            pairs.add(new Pair(i, share, new Piece(0, range, 0).width()));
        }
        pairs.sort(
                Comparator.comparingDouble(Pair::share)
                        .thenComparing(Pair::width)
                        .thenComparing(Pair::lower));
        var taken = new boolean[open.size()];
        var steps = new ArrayList<ShardStep>();
        for (Pair pair : pairs) {
            int i = pair.lower();
            if (taken[i] || taken[i + 1] || open.size() - steps.size() == wanted) continue;
            taken[i] = true;
            taken[i + 1] = true;
            steps.add(new ShardStep.Merge(open.get(i).index(), open.get(i + 1).index()));
        }
        if (steps.isEmpty())
            return new ScalingDecision.Stay(
                    why + ", but no two neighbours are idle and older than 30 days");
        return new ScalingDecision.Scale(open.size(), open.size() - steps.size(), steps, why);
    }

    /// Whether a split has made it lately; merging it could undo what heat had asked for.
    private static boolean isYoung(Shard shard, long nowMs) {
        return shard.parent() != Shard.NONE
                && shard.adjacentParent() == Shard.NONE
                && shard.createdMs() > nowMs - WINDOW_MS;
    }
}
