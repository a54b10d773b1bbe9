package dev.millrace.http;

import dev.millrace.gateway.Exchange;
import dev.millrace.gateway.Pieces;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import io.netty.channel.EventLoop;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A request whose connection lives on an event loop: answered once, from any thread, and there.
abstract class LoopExchange implements Exchange {
    private final EventLoop loop;
    private final AtomicBoolean responded = new AtomicBoolean();

    final BodyBuffer buffer;

    LoopExchange(EventLoop loop, BodyBuffer buffer) {
        this.loop = loop;
        this.buffer = buffer;
    }

    // On the event loop.

    abstract void send(Response response, Runnable gone);

    abstract void send(Response head, Pieces body);

    abstract void closeConnection();

    @Override
    public final Blob body() {
        return buffer.body();
    }

    @Override
    public final void forgetBody() {
        if (loop.inEventLoop()) buffer.forget();
    }

    @Override
    public final Executor executor() {
        return loop;
    }

    @Override
    public final void respond(Response response, Runnable gone) {
        decide();
        onLoop(
                () -> send(response, gone),
                () -> {
                    buffer.release();
                    gone.run();
                });
    }

    @Override
    public final void stream(Response head, Pieces body) {
        decide();
        onLoop(
                () -> send(head, body),
                () -> {
                    buffer.release();
                    body.cancel();
                });
    }

    @Override
    public final void drop() {
        decide();
        // Not at once even on the loop: whoever drops is not done with the connection yet.
        try {
            loop.execute(
                    () -> {
                        buffer.release();
                        closeConnection();
                    });
        } catch (RejectedExecutionException closed) {
            buffer.release();
        }
    }

    private void decide() {
        if (!responded.compareAndSet(false, true))
            throw new IllegalStateException("answered already");
    }

    /// @param closed what to do if there is no event loop any more
    final void onLoop(Runnable work, Runnable closed) {
        if (loop.inEventLoop()) {
            work.run();
            return;
        }
        try {
            loop.execute(work);
        } catch (RejectedExecutionException e) {
            closed.run();
        }
    }

    final boolean isResponded() {
        return responded.get();
    }
}
