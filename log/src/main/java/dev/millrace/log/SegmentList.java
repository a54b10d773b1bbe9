package dev.millrace.log;

import java.util.Arrays;

/// The segments that hold a shard's records, oldest first, and the offset of its first record in
/// each. Immutable.
final class SegmentList {
    static final SegmentList EMPTY = new SegmentList(new long[0], new Segment[0]);

    private final long[] bases;
    private final Segment[] segments;

    SegmentList(long[] bases, Segment[] segments) {
        this.bases = bases;
        this.segments = segments;
    }

    int size() {
        return bases.length;
    }

    long base(int i) {
        return bases[i];
    }

    Segment segment(int i) {
        return segments[i];
    }

    /// Offset behind the shard's last record in a segment.
    ///
    /// @param next that of the shard's first record behind all segments
    long end(int i, long next) {
        return i + 1 < bases.length ? bases[i + 1] : next;
    }

    /// The segment that should hold a record; -1 if it is older than all.
    int find(long offset) {
        int at = Arrays.binarySearch(bases, offset);
        return at < 0 ? -at - 2 : at;
    }

    int indexOf(Segment segment) {
        return Arrays.asList(segments).indexOf(segment);
    }

    boolean endsWith(Segment segment) {
        return bases.length > 0 && segments[bases.length - 1] == segment;
    }

    /// With one more.
    SegmentList with(long base, Segment segment) {
        int length = bases.length;
        long[] moreBases = Arrays.copyOf(bases, length + 1);
        Segment[] more = Arrays.copyOf(segments, length + 1);
        moreBases[length] = base;
        more[length] = segment;
        return new SegmentList(moreBases, more);
    }

    /// Without the first `count`.
    SegmentList without(int count) {
        if (count == 0) return this;
        return new SegmentList(
                Arrays.copyOfRange(bases, count, bases.length),
                Arrays.copyOfRange(segments, count, segments.length));
    }

    /// Without one that is lost.
    SegmentList without(Segment lost) {
        SegmentList left = EMPTY;
        for (int i = 0; i < bases.length; i++)
            if (segments[i] != lost) left = left.with(bases[i], segments[i]);
        return left;
    }

    /// How many of the first hold only records below `first`.
    ///
    /// @param next as in [#end]
    int countBelow(long first, long next) {
        int count = 0;
        while (count < bases.length && end(count, next) <= first) count++;
        return count;
    }
}
