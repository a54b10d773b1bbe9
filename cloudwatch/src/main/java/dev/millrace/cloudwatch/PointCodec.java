package dev.millrace.cloudwatch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// One point in bytes: seconds since the point before, then what it knows, extremes that agree
/// left
/// out. Bytes: `docs/file-format.md`.
final class PointCodec {
    /// All values are one.
    private static final int SAME = 1;

    /// Buckets follow.
    private static final int SPREAD = 2;

    private PointCodec() {}

    /// @param before the second of the point before, or 0
    static void write(DataOutputStream out, Point point, long before) throws IOException {
        Sample sample = point.sample();
        boolean same =
                sample.min() == sample.max()
                        && sample.spread().size() == 1
                        && sample.sum() == sample.min() * sample.count();
        boolean spread = !same && sample.spread().size() > 0;
        Bytes.writeLong(out, point.second() - before);
        out.writeByte((same ? SAME : 0) | (spread ? SPREAD : 0));
        Bytes.writeDouble(out, sample.count());
        Bytes.writeDouble(out, sample.min());
        if (same) return;
        Bytes.writeDouble(out, sample.sum());
        Bytes.writeDouble(out, sample.max());
        if (!spread) return;
        Bytes.writeLong(out, sample.spread().size());
        int bucket = 0;
        for (int i = 0; i < sample.spread().size(); i++) {
            Bytes.writeLong(out, sample.spread().bucketAt(i) - (long) bucket);
            bucket = sample.spread().bucketAt(i);
            Bytes.writeDouble(out, sample.spread().countAt(i));
        }
    }

    static Point read(DataInputStream in, long before) throws IOException {
        long second = before + Bytes.readLong(in);
        int form = in.readUnsignedByte();
        if (form > SPREAD) throw new IOException("a point of form " + form);
        double count = Bytes.readDouble(in);
        double min = Bytes.readDouble(in);
        if (form == SAME) return new Point(second, Sample.of(min, count));
        double sum = Bytes.readDouble(in);
        double max = Bytes.readDouble(in);
        Spread spread = form == SPREAD ? spread(in) : Spread.UNKNOWN;
        return new Point(second, new Sample(count, sum, min, max, spread));
    }

    private static Spread spread(DataInputStream in) throws IOException {
        int size = Bytes.readCount(in);
        if (size < 1 || size > Spread.MOST_BUCKETS) throw new IOException(size + " buckets");
        int[] buckets = new int[size];
        double[] counts = new double[size];
        long bucket = 0;
        for (int i = 0; i < size; i++) {
            long more = Bytes.readLong(in);
            bucket += more;
            if ((i > 0 && more <= 0) || bucket != (int) bucket) throw new IOException("a bucket");
            buckets[i] = (int) bucket;
            counts[i] = Bytes.readDouble(in);
        }
        return Spread.of(buckets, counts);
    }
}
