package dev.millrace.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Whoever reads standard output by a pipe, such as `head`. A write tells that they have left, but
/// who follows a quiet stream has nothing to write for a long time; only poll(2) tells at once.
final class OutputReader {
    private static final System.Logger LOG = System.getLogger(OutputReader.class.getName());

    private static final int STANDARD_OUTPUT = 1;

    /// `struct pollfd`: an int and two shorts. No events are asked for; errors come unasked.
    private static final int POLLFD_BYTES = 8;

    private static final int EVENTS_RETURNED_AT = 6;
    private static final int LOOK_MS = 10_000;

    private volatile boolean gone;

    private OutputReader() {}

    /// Interrupts a thread once the reader has left. Where the system cannot tell, never.
    static OutputReader watch(Thread writer) {
        var reader = new OutputReader();
        Thread.ofPlatform()
                .daemon()
                .name("output-reader")
                .start(
                        () -> {
                            if (!awaitLeave()) return;
                            reader.gone = true;
                            writer.interrupt();
                        });
        return reader;
    }

    boolean isGone() {
        return gone;
    }

    @SuppressWarnings("restricted") // the launcher allows native access
    private static boolean awaitLeave() {
        Linker linker = Linker.nativeLinker();
        var poll = linker.defaultLookup().find("poll");
        if (poll.isEmpty()) return false;
        MethodHandle call =
                linker.downcallHandle(
                        poll.get(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment output = arena.allocate(POLLFD_BYTES, Integer.BYTES);
            output.set(ValueLayout.JAVA_INT, 0, STANDARD_OUTPUT);
            while (true) {
                int ready = (int) call.invokeExact(output, 1L, LOOK_MS);
                if (ready > 0) return output.get(ValueLayout.JAVA_SHORT, EVENTS_RETURNED_AT) != 0;
                if (ready < 0) Thread.sleep(LOOK_MS); // a signal, most likely
            }
        } catch (Throwable unable) {
            LOG.log(System.Logger.Level.DEBUG, "standard output cannot be watched", unable);
            return false;
        }
    }
}
