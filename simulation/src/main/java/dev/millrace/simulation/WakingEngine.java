package dev.millrace.simulation;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.StorageEngine;

/// The engine, which has to be woken when there is something to do.
final class WakingEngine extends EngineInFront {
    private final Runnable wake;

    WakingEngine(StorageEngine engine, Runnable wake) {
        super(engine);
        this.wake = wake;
    }

    @Override
    public void append(AppendBatch batch) {
        super.append(batch);
        wake.run();
    }
}
