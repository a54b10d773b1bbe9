package dev.millrace.stream;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Plans how a stream comes to another number of shards that are about as large as each other.
///
/// As the service does: to have more shards it splits every shard in half and then merges
/// neighbours until there are as many as wanted; to have fewer it only merges neighbours. Of the
/// borders between shards those stay that lie nearest to where an even division has them.
final class UniformScaling {
    private static final BigInteger KEYS = BigInteger.ONE.shiftLeft(128);

    private final List<ShardStep> steps = new ArrayList<>();
    private int nextIndex;

    private UniformScaling(int nextIndex) {
        this.nextIndex = nextIndex;
    }

    /// A shard, there already or opened by an earlier step.
    private record Piece(int index, HashKeyRange range) {}

    /// @param open the open shards, by hash key
    /// @param nextIndex index of the stream's next shard
    /// @param target how many open shards there shall be, at least 1
    static List<ShardStep> plan(List<Shard> open, int nextIndex, int target) {
        var plan = new UniformScaling(nextIndex);
        List<Piece> pieces = new ArrayList<>(open.size());
        for (Shard shard : open) pieces.add(new Piece(shard.index(), shard.range()));
        // Twice only if shards of a single hash key could not be split.
        while (pieces.size() < target) pieces = plan.halved(pieces);
        plan.merge(groups(pieces, target));
        return plan.steps;
    }

    private List<Piece> halved(List<Piece> pieces) {
        var halves = new ArrayList<Piece>(2 * pieces.size());
        for (Piece piece : pieces) {
            HashKeyRange range = piece.range();
            if (range.first().equals(range.last())) {
                halves.add(piece);
                continue;
            }
            HashKey middle = range.middle();
            steps.add(new ShardStep.Split(piece.index(), middle));
            halves.add(new Piece(nextIndex++, new HashKeyRange(range.first(), middle.previous())));
            halves.add(new Piece(nextIndex++, new HashKeyRange(middle, range.last())));
        }
        return halves;
    }

    /// The pieces that shall become one shard each.
    private static List<List<Piece>> groups(List<Piece> pieces, int count) {
        var groups = new ArrayList<List<Piece>>(count);
        int from = 0;
        for (int i = 1; i <= count; i++) {
            int most = pieces.size() - (count - i); // leaves one for each group to come
            int to = i == count ? most : from + 1;
            BigInteger ideal =
                    KEYS.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(count));
            while (to < most
                    && distance(pieces, to + 1, ideal).compareTo(distance(pieces, to, ideal)) < 0)
                to++;
            groups.add(pieces.subList(from, to));
            from = to;
        }
        return groups;
    }

    /// Between the border below a piece, or the end of all keys, and a hash key.
    private static BigInteger distance(List<Piece> pieces, int piece, BigInteger key) {
        BigInteger border =
                piece == pieces.size() ? KEYS : pieces.get(piece).range().first().toBigInteger();
        return border.subtract(key).abs();
    }

    /// In rounds, each of which halves every group: the generations between a shard and what it
    /// ends up in stay few, as do the seconds by which a child must be younger.
    private void merge(List<List<Piece>> groups) {
        boolean merged = true;
        List<List<Piece>> rest = groups;
        while (merged) {
            merged = false;
            var next = new ArrayList<List<Piece>>(rest.size());
            for (List<Piece> group : rest) {
                merged |= group.size() > 1;
                next.add(paired(group));
            }
            rest = next;
        }
    }

    private List<Piece> paired(List<Piece> group) {
        var paired = new ArrayList<Piece>((group.size() + 1) / 2);
        for (int i = 0; i + 1 < group.size(); i += 2) {
            Piece lower = group.get(i);
            Piece upper = group.get(i + 1);
            steps.add(new ShardStep.Merge(lower.index(), upper.index()));
            paired.add(
                    new Piece(
                            nextIndex++,
                            new HashKeyRange(lower.range().first(), upper.range().last())));
        }
        if (group.size() % 2 == 1) paired.add(group.getLast());
        return paired;
    }
}
