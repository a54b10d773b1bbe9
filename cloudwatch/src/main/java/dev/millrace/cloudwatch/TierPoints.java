package dev.millrace.cloudwatch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The points of one series in one tier: blocks of bytes, and the newest points as they are. For
/// one
/// thread at a time.
final class TierPoints {
    private static final int POINT_SIZE = 96;

    /// Points that stay as they are, for they may still grow.
    private static final int NEWEST = 8;

    private final Tier tier;
    private final List<Block> blocks = new ArrayList<>(1); // ascending
    private final List<Point> newest = new ArrayList<>(1); // behind them
    private int size;

    TierPoints(Tier tier) {
        this.tier = tier;
    }

    Tier tier() {
        return tier;
    }

    /// About how much memory it takes.
    int size() {
        return size + newest.size() * POINT_SIZE;
    }

    boolean isEmpty() {
        return blocks.isEmpty() && newest.isEmpty();
    }

    /// The second of the newest point; [Long#MIN_VALUE] if there is none.
    long last() {
        if (!newest.isEmpty()) return newest.getLast().second();
        return blocks.isEmpty() ? Long.MIN_VALUE : blocks.getLast().last();
    }

    /// Adds what is known of a time that may have a point already.
    void add(long second, Sample sample) {
        long start = tier.floor(second);
        if (!blocks.isEmpty() && start <= blocks.getLast().last()) {
            addToBlock(start, sample);
            return;
        }
        merge(newest, start, sample);
        if (newest.size() <= NEWEST) return;
        List<Point> settled = newest.subList(0, NEWEST);
        Block last = blocks.isEmpty() ? null : blocks.getLast();
        if (last == null || last.count() + NEWEST > Block.MOST_POINTS) {
            blocks.add(Block.of(settled));
        } else {
            size -= last.size();
            blocks.set(blocks.size() - 1, last.with(settled));
        }
        size += blocks.getLast().size();
        settled.clear();
    }

    private void addToBlock(long start, Sample sample) {
        int place = 0;
        while (blocks.get(place).last() < start) place++;
        Block before = blocks.get(place);
        List<Point> points = before.points();
        merge(points, start, sample);
        size -= before.size();
        if (points.size() < 2 * Block.MOST_POINTS) {
            blocks.set(place, Block.of(points));
        } else {
            Block later = Block.of(points.subList(Block.MOST_POINTS, points.size()));
            blocks.set(place, Block.of(points.subList(0, Block.MOST_POINTS)));
            blocks.add(place + 1, later);
            size += later.size();
        }
        size += blocks.get(place).size();
    }

    private static void merge(List<Point> points, long start, Sample sample) {
        int place = points.size();
        while (place > 0 && points.get(place - 1).second() > start) place--;
        if (place > 0 && points.get(place - 1).second() == start)
            points.set(place - 1, new Point(start, points.get(place - 1).sample().plus(sample)));
        else points.add(place, new Point(start, sample));
    }

    /// Forgets what ended before a second; in blocks, so some of it may stay a while.
    void forgetBefore(long second) {
        while (!blocks.isEmpty() && blocks.getFirst().last() + tier.seconds <= second)
            size -= blocks.removeFirst().size();
        if (blocks.isEmpty()) newest.removeIf(point -> point.second() + tier.seconds <= second);
    }

    /// Gives out the points of some time, ascending.
    ///
    /// @param from second, inclusive
    /// @param to second, exclusive
    void read(long from, long to, Consumer<Point> reader) {
        for (Block block : blocks)
            if (block.last() >= from && block.first() < to) give(block.points(), from, to, reader);
        give(newest, from, to, reader);
    }

    private static void give(List<Point> points, long from, long to, Consumer<Point> reader) {
        for (Point point : points)
            if (point.second() >= from && point.second() < to) reader.accept(point);
    }

    void write(DataOutputStream out) throws IOException {
        Bytes.writeLong(out, blocks.size());
        for (Block block : blocks) block.write(out);
        Bytes.writeLong(out, newest.size());
        long before = 0;
        for (Point point : newest) {
            PointCodec.write(out, point, before);
            before = point.second();
        }
    }

    static TierPoints read(Tier tier, DataInputStream in) throws IOException {
        var points = new TierPoints(tier);
        for (int rest = Bytes.readCount(in); rest > 0; rest--) {
            Block block = Block.read(in);
            if (block.first() <= points.last()) throw new IOException("blocks out of order");
            points.blocks.add(block);
            points.size += block.size();
        }
        long before = 0;
        for (int rest = Bytes.readCount(in); rest > 0; rest--) {
            Point point = PointCodec.read(in, before);
            if (point.second() <= points.last()) throw new IOException("points out of order");
            points.newest.add(point);
            before = point.second();
        }
        return points;
    }
}
