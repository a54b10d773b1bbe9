package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// What the calls on one stream, or of one consumer, came to since somebody looked last. Each call
/// takes one of a few locks, which threads seldom share, and allocates nothing. Any thread.
public final class CallMeter {
    private static final int STRIPES =
            Math.min(8, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

    private final Stripe[] stripes = new Stripe[STRIPES];

    CallMeter() {
        for (int i = 0; i < STRIPES; i++) stripes[i] = new Stripe();
    }

    /// One thread's part, more or less: of each [Measure], how often, the sum, the least, the most.
    private static final class Stripe {
        static final int PARTS = 4;
        final long[] values = new long[PARTS * Measure.COUNT];
        boolean used;

        void add(Measure measure, long value) {
            int at = PARTS * measure.place();
            long count = values[at]++;
            values[at + 1] += value;
            if (count == 0 || value < values[at + 2]) values[at + 2] = value;
            if (count == 0 || value > values[at + 3]) values[at + 3] = value;
            used = true;
        }

        Tallies tallies() {
            var tallies = new Tally[Measure.COUNT];
            for (int i = 0; i < tallies.length; i++) {
                int at = PARTS * i;
                tallies[i] = new Tally(values[at], values[at + 1], values[at + 2], values[at + 3]);
            }
            return new Tallies(tallies);
        }
    }

    private Stripe stripe() {
        return stripes[(int) Thread.currentThread().threadId() & (STRIPES - 1)];
    }

    /// A PutRecord has been answered.
    ///
    /// @param bytes of data and partition key; 0 unless it was stored
    public void putRecord(long bytes, long latencyNs, boolean stored, boolean throttled) {
        Stripe stripe = stripe();
        synchronized (stripe) {
            if (stored) stripe.add(Measure.PUT_RECORD_BYTES, bytes);
            stripe.add(Measure.PUT_RECORD_LATENCY, latencyNs);
            stripe.add(Measure.PUT_RECORD_SUCCESS, stored ? 1 : 0);
            stripe.add(Measure.PUT_RECORD_THROTTLED, throttled ? 1 : 0);
        }
    }

    /// A PutRecords has been answered.
    ///
    /// @param bytes of those that were stored
    public void putRecords(
            long bytes, long latencyNs, int total, int stored, int throttled, int failed) {
        Stripe stripe = stripe();
        synchronized (stripe) {
            stripe.add(Measure.PUT_RECORDS_BYTES, bytes);
            stripe.add(Measure.PUT_RECORDS_LATENCY, latencyNs);
            stripe.add(Measure.PUT_RECORDS_SUCCESS, stored > 0 ? 1 : 0);
            stripe.add(Measure.PUT_RECORDS_TOTAL, total);
            stripe.add(Measure.PUT_RECORDS_STORED, stored);
            stripe.add(Measure.PUT_RECORDS_FAILED, failed);
            stripe.add(Measure.PUT_RECORDS_THROTTLED, throttled);
        }
    }

    /// A GetRecords has been answered with records, or none.
    ///
    /// @param ageMs how far the reader is behind
    public void getRecords(long bytes, long latencyNs, int records, long ageMs) {
        Stripe stripe = stripe();
        synchronized (stripe) {
            stripe.add(Measure.GET_RECORDS_BYTES, bytes);
            stripe.add(Measure.GET_RECORDS_LATENCY, latencyNs);
            stripe.add(Measure.GET_RECORDS_SUCCESS, 1);
            stripe.add(Measure.GET_RECORDS_RECORDS, records);
            stripe.add(Measure.GET_RECORDS_AGE_MS, ageMs);
            stripe.add(Measure.GET_RECORDS_THROTTLED, 0);
        }
    }

    /// A GetRecords has been refused.
    ///
    /// @param throttled whether a limit was used up
    public void refusedGetRecords(long latencyNs, boolean throttled) {
        Stripe stripe = stripe();
        synchronized (stripe) {
            stripe.add(Measure.GET_RECORDS_LATENCY, latencyNs);
            stripe.add(Measure.GET_RECORDS_SUCCESS, 0);
            stripe.add(Measure.GET_RECORDS_THROTTLED, throttled ? 1 : 0);
        }
    }

    /// A SubscribeToShard has begun or been refused.
    ///
    /// @param rateExceeded whether it came too soon, or there are too many
    public void subscribe(boolean success, boolean rateExceeded) {
        Stripe stripe = stripe();
        synchronized (stripe) {
            stripe.add(Measure.SUBSCRIBE_SUCCESS, success ? 1 : 0);
            stripe.add(Measure.SUBSCRIBE_RATE_EXCEEDED, rateExceeded ? 1 : 0);
        }
    }

    /// A subscription has given an event.
    ///
    /// @param behindMs how far the consumer is behind
    public void event(long bytes, int records, long behindMs) {
        Stripe stripe = stripe();
        synchronized (stripe) {
            stripe.add(Measure.EVENT_BYTES, bytes);
            stripe.add(Measure.EVENT_RECORDS, records);
            stripe.add(Measure.EVENT_BEHIND_MS, behindMs);
            stripe.add(Measure.EVENT_SUCCESS, 1);
        }
    }

    /// What was measured since the last time; null if nothing was.
    @Nullable Tallies take() {
        Tallies all = null;
        for (Stripe stripe : stripes)
            synchronized (stripe) {
                if (!stripe.used) continue;
                Tallies its = stripe.tallies();
                all = all == null ? its : all.plus(its);
                Arrays.fill(stripe.values, 0);
                stripe.used = false;
            }
        return all;
    }
}
