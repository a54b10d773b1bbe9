package dev.millrace.cloudwatch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Points of one tier, ascending, in bytes. Immutable.
final class Block {
    /// A block with as many is full.
    static final int MOST_POINTS = 64;

    private static final int OVERHEAD = 64;

    private final long first;
    private final long last;
    private final int count;
    private final byte[] bytes;

    private Block(long first, long last, int count, byte[] bytes) {
        this.first = first;
        this.last = last;
        this.count = count;
        this.bytes = bytes;
    }

    /// Puts points into bytes: at least one, ascending.
    static Block of(List<Point> points) {
        return new Block(
                points.getFirst().second(),
                points.getLast().second(),
                points.size(),
                bytes(points, 0));
    }

    /// This block and later points.
    Block with(List<Point> points) {
        byte[] more = bytes(points, last);
        byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, all, bytes.length, more.length);
        return new Block(first, points.getLast().second(), count + points.size(), all);
    }

    private static byte[] bytes(List<Point> points, long before) {
        return Bytes.written(
                out -> {
                    long previous = before;
                    for (Point point : points) {
                        PointCodec.write(out, point, previous);
                        previous = point.second();
                    }
                });
    }

    /// The second of its first point.
    long first() {
        return first;
    }

    /// The second of its last point.
    long last() {
        return last;
    }

    int count() {
        return count;
    }

    List<Point> points() {
        var points = new ArrayList<Point>(count);
        Bytes.read(
                bytes,
                bytes.length,
                "points",
                in -> {
                    long before = 0;
                    for (int i = 0; i < count; i++) {
                        Point point = PointCodec.read(in, before);
                        if (i > 0 && point.second() <= before)
                            throw new IOException("points out of order");
                        points.add(point);
                        before = point.second();
                    }
                });
        return points;
    }

    /// About how much memory it takes.
    int size() {
        return OVERHEAD + bytes.length;
    }

    void write(DataOutputStream out) throws IOException {
        Bytes.writeLong(out, count);
        Bytes.writeLong(out, bytes.length);
        out.write(bytes);
    }

    /// @throws IOException if it is none
    static Block read(DataInputStream in) throws IOException {
        int count = Bytes.readInt(in);
        byte[] bytes = new byte[Bytes.readCount(in)];
        in.readFully(bytes);
        if (count < 1 || count > 2 * MOST_POINTS) throw new IOException("a block of " + count);
        List<Point> points;
        try {
            points = new Block(0, 0, count, bytes).points();
        } catch (RuntimeException e) {
            throw new IOException("a block of points", e);
        }
        return new Block(points.getFirst().second(), points.getLast().second(), count, bytes);
    }
}
