package dev.millrace.gateway;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.EventSource;
import dev.millrace.model.EventSource.Next;
import dev.millrace.wire.EventStream;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// The body of an answer that lasts: what its source gives, in frames, as the client has room. The
/// source is asked on a virtual thread that lives only while there may be something to tell.
final class EventBody implements Pieces {
    private static final Logger LOG = System.getLogger(EventBody.class.getName());

    private static final Blob NOTHING = Blob.of(new byte[0]);

    private enum State {
        /// Nobody asks the source: for want of room or of events.
        RESTING,
        ASKING,
        /// An event waits for memory.
        STARVED,
        /// The last piece was given, or the client has left.
        OVER
    }

    private final String name;
    private final EventSource<?> source;
    private final EventMemory memory;
    private final Workers workers;

    // Guarded by this.
    private @Nullable Blob first;
    private State state = State.RESTING;
    private @Nullable Sink client;
    private boolean awake = true;
    private boolean finishing;

    /// @param name what the answer is called in the log
    /// @param first the first frame
    EventBody(String name, Blob first, EventSource<?> source, EventMemory memory, Workers workers) {
        this.workers = workers;
        this.name = name;
        this.first = first;
        this.source = source;
        this.memory = memory;
    }

    @Override
    public void next(Sink sink) {
        Blob opening;
        synchronized (this) {
            opening = first;
            first = null;
            if (opening == null) client = sink;
        }
        if (opening != null) sink.give(opening, false, () -> {});
        else goOn();
    }

    /// The source may have something.
    private void wake() {
        synchronized (this) {
            awake = true;
        }
        goOn();
    }

    @Override
    public void finish() {
        synchronized (this) {
            finishing = true;
            awake = true;
            // What has no memory yet will not be made any more.
            if (state == State.STARVED) state = State.RESTING;
        }
        goOn();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            state = State.OVER;
            client = null;
        }
        source.close();
    }

    private void goOn() {
        synchronized (this) {
            if (state != State.RESTING || !awake || client == null) return;
            state = State.ASKING;
            awake = false;
        }
        start(this::ask);
    }

    private void start(Runnable work) {
        try {
            workers.start(name, work);
        } catch (Throwable noThread) {
            crash(noThread);
        }
    }

    private void ask() {
        boolean ends;
        synchronized (this) {
            ends = finishing;
        }
        if (ends) end(NOTHING);
        else {
            int allowance = memory.allowance();
            ask(allowance, memory.take(allowance));
        }
    }

    private void ask(int allowance, Memory.Share share) {
        boolean used = false;
        try {
            switch (source.poll(allowance, this::wake)) {
                case Next.Now<?>(var event) -> {
                    Blob frame = EventStream.event(event);
                    share.shrink(frame.length());
                    used = true;
                    give(frame, share);
                }
                case Next.Larger<?>(int bytes) -> starve(bytes);
                case Next.Later<?> _ -> rest();
                case Next.End<?> _ -> end(NOTHING);
            }
        } catch (ApiException refusal) {
            end(EventStream.error(refusal));
        } catch (Throwable bug) {
            crash(bug);
        } finally {
            if (!used) share.release();
        }
    }

    private void give(Blob frame, Memory.Share share) {
        Sink sink;
        synchronized (this) {
            sink = client;
            client = null;
            if (state == State.ASKING) state = State.RESTING;
            awake = true; // there may be more
        }
        if (sink != null) sink.give(frame, false, share::release);
        else share.release();
    }

    private void rest() {
        synchronized (this) {
            if (state == State.ASKING) state = State.RESTING;
        }
        goOn();
    }

    private void starve(int bytes) {
        boolean waits;
        synchronized (this) {
            waits = state == State.ASKING && !finishing;
            if (state == State.ASKING) state = waits ? State.STARVED : State.RESTING;
        }
        if (waits) memory.await(bytes, share -> start(() -> fed(bytes, share)));
        else goOn();
    }

    private void fed(int bytes, Memory.Share share) {
        boolean wanted;
        synchronized (this) {
            wanted = state == State.STARVED;
            if (wanted) state = State.ASKING;
        }
        if (wanted) ask(bytes, share);
        else share.release();
    }

    private void crash(Throwable bug) {
        LOG.log(Level.ERROR, name + " failed unexpectedly", bug);
        end(EventStream.error(Refusal.internalFailure()));
    }

    private void end(Blob frame) {
        Sink sink;
        synchronized (this) {
            sink = client;
            client = null;
            state = State.OVER;
        }
        source.close();
        if (sink != null) sink.give(frame, true, () -> {});
    }
}
