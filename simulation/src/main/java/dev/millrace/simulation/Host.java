package dev.millrace.simulation;

import dev.millrace.kinesis.KinesisConfig;
import dev.millrace.log.LogConfig;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;

import org.jspecify.annotations.Nullable;

import java.util.SplittableRandom;

/// The machine that the server runs on: its disk, its power, and whoever starts it again.
final class Host {
    private final EventQueue queue;
    private final ManualClock clock;
    private final FaultyDisk disk;
    private final SplittableRandom random;
    private final KinesisConfig kinesis;
    private final LogConfig log;
    private final Defect defect;
    private final Climate climate;
    private final History history;
    private final SlowDisk.Pace pace = new SlowDisk.Pace();
    private @Nullable Life life;
    private long errors; // of the disk, when the server was started
    private boolean mending;

    Host(
            EventQueue queue,
            ManualClock clock,
            FaultyDisk disk,
            SplittableRandom random,
            KinesisConfig kinesis,
            LogConfig log,
            Defect defect,
            Climate climate,
            History history) {
        this.climate = climate;
        this.history = history;
        this.queue = queue;
        this.clock = clock;
        this.disk = disk;
        this.random = random;
        this.kinesis = kinesis;
        this.log = log;
        this.defect = defect;
    }

    /// The server, unless it is down.
    @Nullable Life life() {
        return life;
    }

    /// Starts the server, again and again until it runs.
    void start() {
        errors = disk.errors();
        mending = false;
        try {
            // Somewhere between these it looks at the clocks for the first time.
            history.add(new Entry.Started(clock.nanos() / 1_000_000));
            life =
                    new Life(
                            queue,
                            clock,
                            disk,
                            random.split(),
                            kinesis,
                            log,
                            defect,
                            pace,
                            history);
            history.add(new Entry.Started(clock.nanos() / 1_000_000));
        } catch (StorageException e) {
            if (!isExcused()) throw new IllegalStateException("the folder does not open", e);
            startAgain();
        }
    }

    private boolean isExcused() {
        return disk.hasCrashed() || disk.errors() > errors;
    }

    /// Looks after the server, whatever has just happened.
    void look() {
        Life now = life;
        if (now == null) return;
        now.look();
        if (disk.hasCrashed()) {
            fall();
        } else if (!now.isWritable() && !mending) {
            if (!isExcused()) throw new IllegalStateException("the log stopped without a cause");
            mending = true;
            queue.after(random.nextInt(1_000), () -> endOf(now));
        }
    }

    private void endOf(Life one) {
        if (life == one) fall();
    }

    /// The process or the machine dies, as chance will have it.
    void fall() {
        Life now = life;
        if (now == null) return;
        life = null;
        now.end();
        startAgain();
    }

    /// The server stops in good order, to be started again.
    void restart() {
        Life now = life;
        if (now == null) return;
        now.close();
        life = null;
        startAgain();
    }

    private void startAgain() {
        if (random.nextInt(3) == 0) disk.kill();
        else disk.crash();
        climate.turnAtRestart();
        queue.after(random.nextInt(random.nextBoolean() ? 20 : 3_000), this::start);
    }

    // ---- what goes wrong

    /// One thing goes wrong: soon, or in the middle of what the disk does next.
    void harm() {
        if (life == null) return;
        switch (random.nextInt(11)) {
            case 0 -> fall();
            case 1 -> restart();
            case 2 -> fillUp();
            case 3 -> slowDown();
            case 4, 5 -> disk.trouble(50 + random.nextInt(400), () -> {});
            default -> disk.crashAfter(1 + random.nextInt(random.nextBoolean() ? 8 : 50));
        }
    }

    /// The disk is full for a while, whoever filled it.
    private void fillUp() {
        disk.capacity(disk.used() + random.nextInt(100_000));
        queue.meanwhile(random.nextInt(3_000), () -> disk.capacity(Long.MAX_VALUE));
    }

    private void slowDown() {
        pace.factor = 2L + random.nextInt(30);
        queue.meanwhile(random.nextInt(2_000), () -> pace.factor = 1);
    }

    /// What is left in segments.
    long segmentBytes() {
        return disk.used("seg");
    }

    /// Nothing goes wrong any more.
    void spare() {
        disk.capacity(Long.MAX_VALUE);
        pace.factor = 1;
        disk.crashAfter(Long.MAX_VALUE / 2);
        disk.trouble(0, () -> {});
    }
}
