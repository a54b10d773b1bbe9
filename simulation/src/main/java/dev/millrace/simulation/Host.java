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
            Defect defect) {
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
            life = new Life(queue, clock, disk, random.split(), kinesis, log, defect);
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
        queue.after(random.nextInt(random.nextBoolean() ? 20 : 3_000), this::start);
    }

    // ---- what goes wrong

    /// One thing goes wrong: soon, or in the middle of what the disk does next.
    void harm() {
        if (life == null) return;
        switch (random.nextInt(8)) {
            case 0 -> fall();
            case 1 -> restart();
            case 2 -> disk.trouble(50 + random.nextInt(400), () -> {});
            default -> disk.crashAfter(1 + random.nextInt(random.nextBoolean() ? 8 : 50));
        }
    }

    /// Nothing goes wrong any more.
    void spare() {
        disk.crashAfter(Long.MAX_VALUE / 2);
        disk.trouble(0, () -> {});
    }
}
