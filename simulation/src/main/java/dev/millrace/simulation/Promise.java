package dev.millrace.simulation;

/// What a history must not break.
enum Promise {
    /// What was acknowledged is read, at its number.
    KEPT,
    /// What is read was written, and not refused.
    WRITTEN,
    /// What is read has the bytes that were written.
    INTACT,
    /// A write is there once, and a number is given once.
    ONCE,
    /// A record lies in the shard that owns its hash key.
    AT_HOME,
    /// A write that follows another of the same hash key has a greater number.
    ORDER,
    /// A consumer that reads parents before children sees each hash key's records in order.
    READ_ORDER,
    /// Numbers lie between their shard's first and last, arrivals never step back.
    BOUNDS,
    /// A child's numbers exceed its parents', and its hash keys are theirs.
    LINEAGE,
    /// The open shards own each hash key once.
    COVERAGE,
    /// A reader begins where it asked to.
    START,
    /// A reader misses nothing on its way.
    NO_GAP,
    /// A reader sees nothing twice on its way.
    NO_REPEAT,
    /// A subscription goes on where it says.
    CONTINUATION,
    /// Who is told to be at the tip has seen all that was known by then.
    TIP,
    /// Who is told to be behind has more to read.
    LAG,
    /// Who is told that a shard is over has read all of it, and sees no more.
    END,
    /// Who has read all of a shard that is over is told so.
    NOT_ENDLESS,
    /// The children named at the end of a shard are those it has.
    CHILDREN,
    /// A consumer has one subscription at a shard.
    ONE_SEAT,
    /// A subscription lasts five minutes at most.
    LIFE,
    /// A shard goes only once all that was in it is as old as its stream's retention, by a clock
    /// that can be believed. Of records, [#KEPT], [#START] and [#NO_GAP] say so.
    RETAINED,
    /// Nothing is read that is older than its stream's retention.
    FRESH,
    /// What has expired or is deleted gives its space back.
    SPACE,
    /// A stream that is made again under a deleted one's name numbers its records above that one's.
    SUCCESSION,
    /// Of a deleted stream nothing is read any more.
    GONE,
    /// What is acknowledged lies below the durable mark.
    DURABLE,
    /// The ends of a shard never step back.
    STEADY
}
