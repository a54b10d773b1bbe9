package dev.millrace.stream;

/// Keeps what one shard's requests write off the cache lines of the next shard's.
@SuppressWarnings({"unused", "UnusedVariable"})
abstract class ShardLoadPadding {
    private long p0;
    private long p1;
    private long p2;
    private long p3;
    private long p4;
    private long p5;
    private long p6;
    private long p7;
    private long p8;
    private long p9;
    private long p10;
    private long p11;
    private long p12;
    private long p13;
    private long p14;
    private long p15;
}
