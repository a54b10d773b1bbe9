package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.EventSource;
import dev.millrace.model.kinesis.ChildShard;
import dev.millrace.model.kinesis.Record;
import dev.millrace.model.kinesis.SubscribeToShardEvent;
import dev.millrace.model.kinesis.SubscribeToShardEventStream;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Meters;
import dev.millrace.stream.Shard;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.Stream;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// One consumer's reading of one shard, pushed to it for five minutes at most.
final class Subscription implements EventSource<SubscribeToShardEventStream> {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long LIFE_NS = 300 * SECOND_NS;

    /// A little less than the five seconds within which a client hears something in any case.
    private static final long SILENCE_NS = 4_500_000_000L;

    /// Until a closed shard is closed in the catalog too.
    private static final long MOMENT_NS = 10_000_000;

    private static final int MOST_RECORDS = 10_000;
    private static final int MOST_BYTES = 1 << 20;

    /// What a record takes beside its data and partition key, at least: many small ones fill an
    /// event as a few large ones do.
    private static final int RECORD_BYTES = 100;

    private final Subscriptions all;
    private final Seat seat;
    private final Subscriber subscriber;
    private final ShardReader reader;
    private final Meters meters;
    private final Clock clock;
    private final long endNs;
    private final AtomicReference<@Nullable Runnable> waker = new AtomicReference<>();
    private volatile boolean superseded;
    private volatile boolean closed;
    private final StorageEngine.Watch watch;

    // Of whoever polls.
    private long position;
    private long speakNs;
    private long latestMs;
    private boolean told;

    /// When it is to be woken; guarded by the alarms of [Subscriptions].
    @Nullable Long alarmNs;

    /// @param position where to begin
    Subscription(
            Subscriptions all,
            Seat seat,
            Subscriber subscriber,
            ShardReader reader,
            Meters meters,
            Clock clock,
            long position) {
        this.all = all;
        this.seat = seat;
        this.subscriber = subscriber;
        this.reader = reader;
        this.meters = meters;
        this.clock = clock;
        this.position = position;
        long nowNs = clock.nanos();
        endNs = nowNs + LIFE_NS;
        speakNs = nowNs; // at once: so a client knows that it is heard, and where it stands
        watch = reader.engine().watch(subscriber.shard(), this::news);
    }

    /// On the engine's thread.
    private void news() {
        if (waker.get() != null) all.wakeSoon(this);
    }

    void wake() {
        Runnable sleeping = waker.getAndSet(null);
        if (sleeping != null) sleeping.run();
    }

    /// Another subscription has taken its place.
    void supersede() {
        superseded = true;
        all.wakeSoon(this);
    }

    /// Whether its stream, shard or consumer is gone.
    boolean isHomeless() {
        try {
            subscriber.home(clock.believedMs());
            return false;
        } catch (ApiException gone) {
            return true;
        }
    }

    @Override
    public Next<SubscribeToShardEventStream> poll(int maxBytes, Runnable waker)
            throws ApiException {
        this.waker.set(waker); // before anything is looked at: what happens later is heard of
        long nowNs = clock.nanos();
        long nowMs = clock.wallMs();
        long believedMs = clock.believedMs();
        if (closed || told || superseded || nowNs - endNs >= 0) return new Next.End<>();
        Subscriber.Home home = subscriber.home(believedMs);
        Stream stream = home.stream();
        Shard shard = home.shard();
        long waitNs = seat.waitNs(nowNs);
        boolean held = waitNs > 0;
        if (!held) {
            int most = Math.min(maxBytes, MOST_BYTES);
            ShardReader.Portion got =
                    reader.read(stream, shard, position, mostRecords(most), most, believedMs);
            if (!got.records().isEmpty()) return records(home, got, maxBytes, nowNs, nowMs);
            position = got.next();
            if (got.atEnd()) {
                told = true;
                return event(List.of(), null, 0, StreamShapes.children(stream, shard));
            }
            waitNs = reader.engine().ends(shard.number()).closed() ? MOMENT_NS : LIFE_NS;
        }
        if (nowNs - speakNs >= 0) {
            long behindMs = held ? heldMs(stream, shard, nowMs) : 0;
            // A clock may have been set back behind what has arrived.
            long arrivedMs = reader.engine().ends(shard.number()).lastArrivalMs();
            spoken(nowNs, Math.max(nowMs, arrivedMs));
            meters.ofConsumer(subscriber.consumer().number()).event(0, 0, behindMs);
            return event(List.of(), shard.numberOf(position - 1, latestMs), behindMs, null);
        }
        all.wakeAt(this, earliest(nowNs + waitNs, speakNs, endNs));
        return new Next.Later<>();
    }

    private static int mostRecords(int mostBytes) {
        return Math.clamp(mostBytes / RECORD_BYTES, 1, MOST_RECORDS);
    }

    private Next<SubscribeToShardEventStream> records(
            Subscriber.Home home, ShardReader.Portion got, int maxBytes, long nowNs, long nowMs) {
        if (got.bytes() > maxBytes) return new Next.Larger<>((int) got.bytes());
        position = got.next();
        seat.charge(got.bytes(), nowNs);
        Shard shard = home.shard();
        meters.countRead(home.stream().number(), shard, got.records().size(), got.bytes());
        spoken(nowNs, got.lastMs());
        String continuation = shard.numberOf(position - 1, got.lastMs());
        long behindMs = got.behindMs(nowMs);
        meters.ofConsumer(subscriber.consumer().number())
                .event(got.bytes(), got.records().size(), behindMs);
        return event(got.records(), continuation, behindMs, null);
    }

    /// How old the record is that the rate holds back; 0 if there is none.
    private long heldMs(Stream stream, Shard shard, long nowMs) throws ApiException {
        ShardReader.Portion next = reader.read(stream, shard, position, 1, 1, clock.believedMs());
        return next.records().isEmpty() ? 0 : next.ageMs(nowMs);
    }

    /// @param atMs time up to which the client then knows everything
    private void spoken(long nowNs, long atMs) {
        speakNs = nowNs + SILENCE_NS;
        latestMs = Math.max(latestMs, atMs);
    }

    private static Next<SubscribeToShardEventStream> event(
            List<Record> records,
            @Nullable String continuation,
            long behindMs,
            @Nullable List<ChildShard> children) {
        return new Next.Now<>(new SubscribeToShardEvent(records, continuation, behindMs, children));
    }

    private static long earliest(long one, long other, long third) {
        long first = one - other < 0 ? one : other;
        return first - third < 0 ? first : third;
    }

    @Override
    public void close() {
        closed = true;
        waker.set(null);
        watch.close();
        seat.leave(this);
        all.end(this);
    }
}
