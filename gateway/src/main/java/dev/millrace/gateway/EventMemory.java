package dev.millrace.gateway;

import java.util.function.Consumer;

/// The memory of events, from before they are made until they are gone. Any thread.
///
/// An event may be as large as the memory left allows, so that clients who do not take theirs leave
/// smaller events to the others, and never none. One record that is larger than that waits until
/// there is room for it, in a half of its own.
final class EventMemory {
    /// What was read, its Base64 in a document, and the frame around that: all at once, for a
    /// moment.
    private static final int FACTOR = 4;

    /// What is left is for so many more events.
    private static final int SHARES = 16;

    private static final int LEAST_BYTES = 16 << 10;

    private final int eventBytes;
    private final long ordinaryLimit;
    private final Memory ordinary = new Memory(Long.MAX_VALUE);
    private final Memory large;

    EventMemory(int eventBytes, long bytesInFlight) {
        this.eventBytes = eventBytes;
        ordinaryLimit = bytesInFlight / 2;
        large = new Memory(bytesInFlight - ordinaryLimit);
    }

    /// Most bytes that an event made now may stand for.
    int allowance() {
        long left = (ordinaryLimit - ordinary.used()) / (SHARES * FACTOR);
        return Math.clamp(left, Math.min(LEAST_BYTES, eventBytes), eventBytes);
    }

    /// Takes the memory of an event that stands for no more than [#allowance] said just now,
    /// though others may have taken some since. It is there at once and never given by another
    /// thread, which would then have to make the event.
    Memory.Share take(int allowed) {
        return ordinary.charge((long) allowed * FACTOR);
    }

    /// Asks for the memory of an event that is larger than [#allowance] said.
    ///
    /// @param bytes what the event may stand for
    /// @param granted runs once it is there, on any thread. Must be quick and not throw
    void await(int bytes, Consumer<Memory.Share> granted) {
        Memory from = bytes <= allowance() ? ordinary : large;
        from.take((long) bytes * FACTOR, granted);
    }

    long used() {
        return ordinary.used() + large.used();
    }
}
