package dev.millrace.http;

import dev.millrace.gateway.Pieces;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// The answers of one HTTP/2 connection. On its event loop.
///
/// An answer is handed to the connection piece by piece, each when the one before has left, so that
/// a client that does not read holds one piece.
@SuppressWarnings("FutureReturnValueIgnored") // failures end the channel, which is heard of
final class Http2Answers {
    private static final Logger LOG = System.getLogger(Http2Answers.class.getName());

    private static final int PIECE_BYTES = 64 << 10;

    /// Of an answer that lasts. Whoever takes less than one in the write time-out is given up.
    private static final int SLICE_BYTES = 16 << 10;

    private final ServerState state;
    private final Watch watch;
    private final Http2ConnectionHandler handler;
    private final ChannelHandlerContext context;

    /// Whether a request is being read; what it causes to be written leaves once the read is over.
    boolean reading;

    Http2Answers(
            ServerState state,
            Watch watch,
            Http2ConnectionHandler handler,
            ChannelHandlerContext context) {
        this.state = state;
        this.watch = watch;
        this.handler = handler;
        this.context = context;
    }

    /// Takes an answer; on the event loop.
    void answer(Http2Exchange exchange, Response response, Runnable gone) {
        exchange.buffer.release();
        if (!isOpen(exchange)) {
            gone.run();
            return;
        }
        exchange.gone = gone;
        try {
            write(exchange, response);
        } catch (RuntimeException | Error failed) {
            fail(failed);
        }
    }

    /// For want of memory, most likely. What is between us and the client may be half a frame.
    private void fail(Throwable cause) {
        LOG.log(Level.ERROR, "an answer could not be written", cause);
        context.close();
    }

    private void write(Http2Exchange exchange, Response response) {
        boolean empty = response.body().length() == 0 || exchange.method().equals("HEAD");
        handler.encoder()
                .writeHeaders(
                        context,
                        exchange.stream.id(),
                        Http2Head.of(response, state.date.now()),
                        0,
                        empty,
                        context.newPromise());
        exchange.progressNs = watch.nowNs();
        if (!empty) {
            exchange.answer = response.body();
            sendPiece(exchange, response.body());
        } else if (!exchange.complete) reset(exchange, Http2Error.NO_ERROR);
        flush();
    }

    /// Takes an answer that lasts; on the event loop.
    void stream(Http2Exchange exchange, Response head, Pieces pieces) {
        exchange.buffer.release();
        if (!isOpen(exchange)) {
            pieces.cancel();
            return;
        }
        exchange.pieces = pieces;
        try {
            boolean empty = exchange.method().equals("HEAD");
            handler.encoder()
                    .writeHeaders(
                            context,
                            exchange.stream.id(),
                            Http2Head.withoutLength(head, state.date.now()),
                            0,
                            empty,
                            context.newPromise());
            if (!empty) {
                if (state.isDraining()) pieces.finish();
                pieces.next(exchange::give);
            }
            flush();
        } catch (RuntimeException | Error failed) {
            fail(failed);
        }
    }

    /// Takes a piece of an answer that lasts; on the event loop.
    void take(Http2Exchange exchange, Blob piece, boolean last, Runnable gone) {
        if (!isOpen(exchange)) {
            gone.run();
            return;
        }
        exchange.answer = piece;
        exchange.gone = gone;
        exchange.last = last;
        exchange.sentBytes = 0;
        exchange.progressNs = watch.nowNs();
        try {
            if (piece.length() > 0 || last) sendPiece(exchange, piece);
            else askForNext(exchange);
            flush();
        } catch (RuntimeException | Error failed) {
            fail(failed);
        }
    }

    private void askForNext(Http2Exchange exchange) {
        exchange.letGo();
        if (exchange.pieces != null) exchange.pieces.next(exchange::give);
    }

    private void sendPiece(Http2Exchange exchange, Blob body) {
        boolean lasts = exchange.pieces != null;
        int size = Math.min(lasts ? SLICE_BYTES : PIECE_BYTES, body.length() - exchange.sentBytes);
        ByteBuf piece = context.alloc().directBuffer(size);
        piece.writeBytes(body.array(), body.offset() + exchange.sentBytes, size);
        exchange.sentBytes += size;
        boolean whole = exchange.sentBytes == body.length();
        boolean last = whole && exchange.last;
        ChannelFuture sent =
                handler.encoder()
                        .writeData(
                                context,
                                exchange.stream.id(),
                                piece,
                                0,
                                last,
                                context.newPromise());
        // Counted while it waits, for a client may keep its window shut. The pieces of an answer
        // that lasts are not: those who read slowly must not keep others from being heard.
        int counted = lasts ? 0 : size;
        state.memory.large().charge(counted);
        sent.addListener(
                future -> {
                    state.memory.large().refund(counted);
                    if (!last) pieceSent(exchange, body, whole, future.isSuccess());
                });
    }

    private void pieceSent(Http2Exchange exchange, Blob body, boolean whole, boolean success) {
        exchange.progressNs = watch.nowNs();
        if (!success || !isOpen(exchange)) return;
        try {
            if (whole) askForNext(exchange);
            else sendPiece(exchange, body);
            handler.flush(context);
        } catch (RuntimeException | Error failed) {
            fail(failed);
        }
    }

    private boolean isOpen(Http2Exchange exchange) {
        Http2Stream stream = exchange.stream;
        return context.channel().isActive()
                && stream.equals(handler.connection().stream(stream.id()))
                && !stream.isResetSent();
    }

    void reset(Http2Exchange exchange, Http2Error error) {
        handler.resetStream(context, exchange.stream.id(), error.code(), context.newPromise());
    }

    private void flush() {
        if (!reading) handler.flush(context);
    }

    /// Closes the connection, whatever is in flight: behind the back of the handler, which would
    /// say goodbye and wait for its streams.
    void close() {
        context.close();
    }
}
