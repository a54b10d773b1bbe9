package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Acknowledged;
import dev.millrace.simulation.Entry.Again;
import dev.millrace.simulation.Entry.Begun;
import dev.millrace.simulation.Entry.Child;
import dev.millrace.simulation.Entry.Clocks;
import dev.millrace.simulation.Entry.Got;
import dev.millrace.simulation.Entry.Left;
import dev.millrace.simulation.Entry.Listed;
import dev.millrace.simulation.Entry.Placed;
import dev.millrace.simulation.Entry.Read;
import dev.millrace.simulation.Entry.Refused;
import dev.millrace.simulation.Entry.Scaled;
import dev.millrace.simulation.Entry.Seen;
import dev.millrace.simulation.Entry.Vanished;
import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.Clock;
import dev.millrace.stream.StorageEngine;
import dev.millrace.testkit.FaultyDisk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A sound server, watched for what happens to it.
final class Watched implements Defect {
    private static final long DAY_MS = 86_400_000;

    private final Set<Happening> happened;
    private final List<AppendBatch> batches = new ArrayList<>();
    private int lives;

    Watched(Set<Happening> happened) {
        this.happened = happened;
    }

    @Override
    public void onDisk(FaultyDisk disk) {
        if (lives++ > 0) happened.add(Happening.RESTARTED);
        if (disk.errors() > 0) happened.add(Happening.DISK_FAILED);
    }

    @Override
    public StorageEngine engine(StorageEngine engine, Clock clock) {
        return new EngineInFront(engine) {
            @Override
            public void append(AppendBatch batch) {
                batches.add(batch);
                super.append(batch);
            }
        };
    }

    /// Sees in a history, and in what the engine was given on the way, what happened.
    void read(List<Entry> history) {
        for (AppendBatch batch : batches)
            for (int i = 0; i < batch.size(); i++)
                switch (batch.outcome(i)) {
                    case CLOSED -> happened.add(Happening.ROUTED_AGAIN);
                    case FAILED -> happened.add(Happening.FAILED_ON_THE_WAY);
                    case OVERLOADED -> happened.add(Happening.REFUSED);
                    case APPENDED, PENDING -> {}
                }
        var heard = new HashSet<String>();
        var read = new HashSet<String>();
        Map<Integer, Begun> readers = new HashMap<>();
        Map<Integer, Placed> placed = new HashMap<>();
        Map<Object, Integer> seats = new HashMap<>(); // who listens there
        var scaled = new HashSet<String>();
        long offsetMs = 0;
        for (Entry entry : history)
            switch (entry) {
                case Acknowledged one -> heard.add(one.number());
                case Refused _ -> happened.add(Happening.REFUSED);
                case Begun begun -> readers.put(begun.reader(), begun);
                case Placed its -> {
                    placed.put(its.reader(), its);
                    Begun begun = begun(readers, its.reader());
                    if (begun.seat() != null && seats.put(seat(begun), its.reader()) != null)
                        happened.add(Happening.SEAT_TAKEN_OVER);
                }
                case Left(int reader) -> seats.remove(seat(begun(readers, reader)), reader);
                case Read its -> {
                    for (Got got : its.records()) read.add(got.number());
                    Begun begun = begun(readers, its.reader());
                    if (its.children() != null) happened.add(end(begun, its.children()));
                    Placed place = Objects.requireNonNull(placed.get(its.reader()));
                    if (begun.seat() != null && its.atMs() - place.atMs() > 200_000)
                        happened.add(Happening.SUBSCRIBED_FOR_LONG);
                }
                case Vanished _ -> happened.add(Happening.SHARD_EXPIRED);
                case Again _ -> happened.add(Happening.STREAM_MADE_AGAIN);
                case Clocks(long fromMs, long toMs, long nowOffsetMs) -> {
                    if (offsetMs != 0 && nowOffsetMs - offsetMs > DAY_MS)
                        happened.add(Happening.CLOCK_SET_FORWARD);
                    if (offsetMs != 0 && offsetMs - nowOffsetMs > DAY_MS)
                        happened.add(Happening.CLOCK_SET_BACK);
                    if (toMs - fromMs > DAY_MS / 2) happened.add(Happening.SLEPT_FOR_LONG);
                    offsetMs = nowOffsetMs;
                }
                case Scaled(String stream) -> scaled.add(stream);
                case Seen(String stream, int _, List<Listed> shards) -> {
                    if (scaled.contains(stream)
                            && shards.stream().anyMatch(shard -> !shard.parents().isEmpty()))
                        happened.add(Happening.SCALED_BY_THE_SERVER);
                }
                default -> {}
            }
        var unread = new HashSet<String>(heard);
        unread.removeAll(read);
        if (!unread.isEmpty()) happened.add(Happening.EXPIRED_UNREAD);
        read.removeAll(heard);
        if (!read.isEmpty()) happened.add(Happening.UNHEARD);
    }

    private static Begun begun(Map<Integer, Begun> readers, int reader) {
        return Objects.requireNonNull(readers.get(reader));
    }

    private static Object seat(Begun begun) {
        return List.of(String.valueOf(begun.seat()), begun.place());
    }

    private static Happening end(Begun begun, List<Child> children) {
        if (begun.seat() != null) return Happening.SUBSCRIPTION_AT_THE_END;
        return children.size() == 2
                ? Happening.SPLIT_READ_TO_ITS_END
                : Happening.MERGE_READ_TO_ITS_END;
    }
}
