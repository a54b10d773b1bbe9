package dev.millrace.kinesis;

import dev.millrace.stream.Pending;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/// Completes transitions that are due and clears expired shards away. A duty cycle: one thread in
/// production, a test by hand.
public final class Conductor {
    private static final Logger LOG = System.getLogger(Conductor.class.getName());

    /// Whoever drives the conductor calls it about this often.
    public static final long PERIOD_MS = 20;

    private static final long EXPIRY_PERIOD_NS = TimeUnit.SECONDS.toNanos(60);

    private final Streams streams;
    private final boolean transitionsTakeTime;
    private boolean settled;
    private long nextExpiryNs;

    Conductor(Streams streams, boolean transitionsTakeTime) {
        this.streams = streams;
        this.transitionsTakeTime = transitionsTakeTime;
        nextExpiryNs = streams.clock().nanos();
    }

    /// Does what is due.
    ///
    /// @return how many streams it changed
    public int doWork() throws InterruptedException {
        int done = 0;
        try {
            // Where transitions take no time only those left by an earlier configuration are due.
            if (transitionsTakeTime || !settled) done += settle();
            long nowNs = streams.clock().nanos();
            if (nowNs - nextExpiryNs >= 0) {
                nextExpiryNs = nowNs + EXPIRY_PERIOD_NS;
                done += expire();
            }
        } catch (StorageException e) {
            // The log has said why it takes no writes; what is due stays due.
            LOG.log(Level.DEBUG, "nothing can be settled now", e);
        }
        return done;
    }

    private int settle() throws StorageException, InterruptedException {
        int done = 0;
        boolean waiting = false;
        long nowMs = streams.clock().wallMs();
        for (Stream stream : streams.catalog().streams()) {
            Pending pending = stream.pending();
            if (pending == null) continue;
            if (pending.dueMs() > nowMs) waiting = true;
            else if (streams.proceed((it, atMs) -> it.settle(stream.number(), atMs))) done++;
        }
        settled = !waiting;
        return done;
    }

    private int expire() throws StorageException, InterruptedException {
        int done = 0;
        long nowMs = streams.clock().wallMs();
        for (Stream stream : streams.catalog().streams())
            if (stream.visibleShards(nowMs).size() < stream.shards().size()
                    && streams.proceed((it, atMs) -> it.expire(stream.number(), atMs))) done++;
        return done;
    }
}
