package dev.millrace.http;

import dev.millrace.gateway.Pieces;
import dev.millrace.model.Blob;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// The body of an answer of HTTP/1.1 that is made while it is sent. A slice of a piece is written
/// when the slice before has left, so that a client that does not read holds one slice and one
/// piece. On the connection's event loop, but for [#give].
@SuppressWarnings("FutureReturnValueIgnored") // failures end the channel, which is heard of
final class Http1Stream implements Pieces.Sink {
    private static final Logger LOG = System.getLogger(Http1Stream.class.getName());

    /// Little enough that the connection still reads: it has to see that the client leaves.
    private static final int SLICE_BYTES = 32 << 10;

    private final ChannelHandlerContext context;
    private final Http1Exchange exchange;
    private final Pieces pieces;
    private final boolean chunked;
    private final Runnable ended;

    private @Nullable Blob piece;
    private Runnable gone = () -> {};
    private boolean last;
    private int sentBytes;
    private boolean over;

    /// @param ended runs when the last piece has left
    Http1Stream(
            ChannelHandlerContext context, Http1Exchange exchange, Pieces pieces, Runnable ended) {
        this.context = context;
        this.exchange = exchange;
        this.pieces = pieces;
        this.chunked = exchange.takesChunks();
        this.ended = ended;
    }

    void begin(ByteBuf head) {
        context.write(head, context.voidPromise());
        pieces.next(this);
        context.flush();
    }

    @Override
    public void give(Blob piece, boolean last, Runnable gone) {
        exchange.onLoop(() -> take(piece, last, gone), gone);
    }

    private void take(Blob piece, boolean last, Runnable gone) {
        if (over) {
            gone.run();
            return;
        }
        this.piece = piece;
        this.last = last;
        this.gone = gone;
        sentBytes = 0;
        trySend(piece);
    }

    private void trySend(Blob piece) {
        try {
            send(piece);
        } catch (RuntimeException | Error failed) {
            // For want of memory, most likely. What the client has got may be half a chunk.
            LOG.log(Level.ERROR, "an answer could not be written", failed);
            context.close();
        }
    }

    private void send(Blob piece) {
        int left = piece.length() - sentBytes;
        int size = Math.min(SLICE_BYTES, left);
        boolean ends = last && size == left;
        if (size > 0) {
            ByteBuf slice =
                    chunked
                            ? Http1Response.chunk(context.alloc(), piece, sentBytes, size)
                            : context.alloc()
                                    .directBuffer(size)
                                    .writeBytes(piece.array(), piece.offset() + sentBytes, size);
            sentBytes += size;
            if (!ends || !chunked) {
                context.writeAndFlush(slice).addListener(this::sliceSent);
                return;
            }
            context.write(slice, context.voidPromise());
        }
        if (ends && chunked)
            context.writeAndFlush(Http1Response.lastChunk(context.alloc()))
                    .addListener(this::sliceSent);
        else pieceSent();
    }

    private void sliceSent(Future<? super Void> sent) {
        Blob piece = this.piece;
        // A failure ends the channel, and that ends the stream.
        if (over || piece == null || !sent.isSuccess()) return;
        if (sentBytes < piece.length()) trySend(piece);
        else pieceSent();
    }

    private void pieceSent() {
        letGo();
        if (last) {
            over = true;
            ended.run();
        } else pieces.next(this);
    }

    private void letGo() {
        piece = null;
        Runnable held = gone;
        gone = () -> {};
        held.run();
    }

    /// The server is about to stop.
    void finish() {
        if (!over) pieces.finish();
    }

    /// The client has left.
    void leave() {
        if (over) return;
        over = true;
        letGo();
        pieces.cancel();
    }
}
