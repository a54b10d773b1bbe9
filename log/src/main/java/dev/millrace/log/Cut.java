package dev.millrace.log;

import java.util.List;

/// The engine's state between two commit groups, taken by the committer for the checkpointer.
///
/// @param mark where the first group lies that this state does not contain
/// @param address where that group starts, as a reader's address
/// @param written [Journal#written] at that time
/// @param shards those that changed since the last cut
/// @param dropped numbers of those dropped since
record Cut(
        Journal.Mark mark,
        long address,
        long written,
        long nowMs,
        List<ShardCut> shards,
        List<Integer> dropped,
        List<LedgerLog.LedgerCut> ledgers) {
    /// One shard at the cut; everything in it is durable.
    record ShardCut(
            ShardLog log,
            long first,
            long next,
            long lastArrivalMs,
            boolean closed,
            long retentionMs) {
        int number() {
            return log.ref.number();
        }

        /// Its state, without its segments.
        Snapshot.ShardState state() {
            return new Snapshot.ShardState(
                    log.ref, closed, retentionMs, first, next, lastArrivalMs, SegmentList.EMPTY);
        }
    }
}
