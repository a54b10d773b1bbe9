package dev.millrace.kinesis;

import dev.millrace.stream.Clock;
import dev.millrace.stream.StorageEngine;

/// A clock of which as much is believed as the engine does, so that the API hides and forgets what
/// is too old by the same time as the engine deletes it.
record EngineClock(Clock clock, StorageEngine engine) implements Clock {
    @Override
    public long wallMs() {
        return clock.wallMs();
    }

    @Override
    public long believedMs() {
        return engine.believedMs();
    }

    @Override
    public long nanos() {
        return clock.nanos();
    }
}
