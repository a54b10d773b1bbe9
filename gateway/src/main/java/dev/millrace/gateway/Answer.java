package dev.millrace.gateway;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Completion;
import dev.millrace.model.Handler;
import dev.millrace.model.Shape;
import dev.millrace.wire.EventStream;
import dev.millrace.wire.Protocol;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The answer that one operation owes: the first completion counts. Any thread.
final class Answer<O extends Shape> implements Completion<O> {
    private static final Logger LOG = System.getLogger(Answer.class.getName());

    private final String operation;
    private final Protocol protocol;
    private final Reply reply;
    private Memory.@Nullable Share share;
    private boolean lost;
    private final AtomicBoolean given = new AtomicBoolean();

    Answer(String operation, Protocol protocol, Reply reply) {
        this.operation = operation;
        this.protocol = protocol;
        this.reply = reply;
    }

    /// Keeps this memory until the answer is gone. Before the operation begins.
    void hold(Memory.Share held) {
        share = held;
    }

    /// Closes the connection instead of giving the answer, whatever it will be. Before the
    /// operation begins.
    void lose() {
        lost = true;
    }

    /// Closes the connection instead of giving an answer.
    void drop() {
        if (!claim()) return;
        letGo();
        reply.exchange().drop();
    }

    private void letGo() {
        Memory.Share held = share;
        if (held != null) held.release();
    }

    @Override
    public void succeed(O output) {
        if (lost) {
            drop();
            return;
        }
        if (!claim()) return;
        reply.exchange().forgetBody();
        Blob body;
        try {
            body = protocol.encode(output);
        } catch (Throwable bug) {
            report(bug);
            letGo();
            reply.error(protocol, Refusal.internalFailure());
            return;
        }
        Memory.Share held = share;
        if (held != null) held.shrink(body.length());
        reply.send(200, protocol, body, this::letGo);
    }

    /// Begins an answer that lasts.
    void stream(Handler.Streamed<O> streamed, EventMemory memory, Workers workers) {
        if (lost) {
            drop();
            streamed.events().close();
            return;
        }
        if (!claim()) {
            streamed.events().close();
            return;
        }
        letGo();
        try {
            Blob first = EventStream.initialResponse(streamed.first());
            String name = operation + " " + reply.requestId();
            reply.stream(
                    EventStream.CONTENT_TYPE,
                    new EventBody(name, first, streamed.events(), memory, workers));
        } catch (Throwable bug) {
            streamed.events().close();
            reply.crash(bug);
        }
    }

    @Override
    public void fail(ApiException error) {
        if (lost) {
            drop();
            return;
        }
        if (!claim()) return;
        letGo();
        reply.error(protocol, error);
    }

    @Override
    public void resume(Runnable work) {
        try {
            reply.exchange()
                    .executor()
                    .execute(
                            () -> {
                                try {
                                    work.run();
                                } catch (Throwable bug) {
                                    crash(bug);
                                }
                            });
        } catch (RejectedExecutionException serverClosed) {
            LOG.log(Level.DEBUG, "{0} {1}: the server has closed", operation, reply.requestId());
        }
    }

    /// Answers for a handler that threw what it should not have.
    void crash(Throwable bug) {
        report(bug);
        letGo();
        if (!given.compareAndSet(false, true)) return;
        if (lost) reply.exchange().drop();
        else reply.error(protocol, Refusal.internalFailure());
    }

    private boolean claim() {
        if (given.compareAndSet(false, true)) return true;
        LOG.log(Level.ERROR, operation + " " + reply.requestId() + " was answered twice");
        return false;
    }

    private void report(Throwable bug) {
        LOG.log(Level.ERROR, operation + " " + reply.requestId() + " failed unexpectedly", bug);
    }
}
