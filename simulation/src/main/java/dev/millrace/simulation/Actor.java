package dev.millrace.simulation;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.Record;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/// Someone who does one thing after another, with pauses, until there is nothing left to do.
abstract class Actor {
    final World world;
    final SplittableRandom random;
    private int left;

    /// @param turns how often it acts
    Actor(World world, int turns) {
        this.world = world;
        random = world.random().split();
        left = turns;
    }

    /// Does the next thing; [#rest] has to follow, now or once the answer is there.
    abstract void act();

    /// Acts again after a pause.
    final void rest() {
        if (left <= 0) return;
        if (--left == 0) {
            world.leave().run();
            return;
        }
        world.queue().meanwhile(pauseMs(), this::act);
    }

    private long pauseMs() {
        int lot = random.nextInt(400);
        if (lot == 0) return random.nextInt(400_000);
        if (lot < 12) return random.nextInt(8_000);
        return random.nextInt(lot < 200 ? 5 : 60);
    }

    final boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    final <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /// What may always happen to a call, or here besides.
    static void expect(ApiException error, String... besides) {
        if (!error.type().equals("ProvisionedThroughputExceededException")
                && !error.type().equals("InternalFailure")
                && !Set.of(besides).contains(error.type()))
            throw new IllegalStateException(error.type() + ": " + error.getMessage(), error);
    }

    static List<Entry.Got> got(@Nullable List<Record> records) {
        return Objects.requireNonNull(records).stream().map(Actor::got).toList();
    }

    private static Entry.Got got(Record record) {
        return new Entry.Got(
                Objects.requireNonNull(record.sequenceNumber()),
                Objects.requireNonNull(record.approximateArrivalTimestamp()).toEpochMilli(),
                Objects.requireNonNull(record.partitionKey()),
                Blob.of(Objects.requireNonNull(record.data()).toByteArray()));
    }
}
