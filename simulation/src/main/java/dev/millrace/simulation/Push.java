package dev.millrace.simulation;

import dev.millrace.gateway.Pieces;
import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.SubscribeToShardEvent;
import dev.millrace.testkit.ManualClock;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// A subscription as the network has it: it asks for a frame when the client has room for one.
final class Push {
    /// What came of a pull.
    ///
    /// @param event null at the end
    /// @param asked place in the history when the event was made
    /// @param atMs monotonic time when it was made
    record Pulled(@Nullable SubscribeToShardEvent event, int asked, long atMs) {}

    private final Life life;
    private final ManualClock clock;
    private final Pieces pieces;
    private Runnable lost = () -> {};
    private boolean closed;

    Push(Life life, ManualClock clock, Pieces pieces) {
        this.life = life;
        this.clock = clock;
        this.pieces = pieces;
    }

    /// Asks for the next event, which may be long in coming. Once the server has gone, the client
    /// is told that nothing will come.
    ///
    /// @param historySize the place of the next entry of the history
    void pull(IntSupplier historySize, Consumer<Outcome<Pulled>> client) {
        Runnable gone = () -> client.accept(new Outcome.Lost<>());
        life.disconnect(lost);
        lost = gone;
        if (life.isOver()) {
            gone.run();
            return;
        }
        life.connect(gone);
        next(historySize, client);
    }

    private void next(IntSupplier historySize, Consumer<Outcome<Pulled>> client) {
        if (closed || life.isOver()) return;
        pieces.next(
                (piece, last, gone) -> {
                    gone.run();
                    if (!closed && !life.isOver()) take(piece, last, historySize, client);
                });
    }

    private void take(
            Blob piece, boolean last, IntSupplier historySize, Consumer<Outcome<Pulled>> client) {
        if (piece.length() == 0) {
            answer(client, new Outcome.Answered<>(pulled(null, historySize)));
            return;
        }
        Frame frame = Frame.read(piece);
        if (frame.isFirst() && !last) {
            next(historySize, client);
            return;
        }
        try {
            answer(client, new Outcome.Answered<>(pulled(frame.event(), historySize)));
        } catch (ApiException e) {
            answer(client, new Outcome.Failed<>(e));
        }
    }

    private Pulled pulled(@Nullable SubscribeToShardEvent event, IntSupplier historySize) {
        return new Pulled(event, historySize.getAsInt(), clock.nanos() / 1_000_000);
    }

    private void answer(Consumer<Outcome<Pulled>> client, Outcome<Pulled> outcome) {
        life.disconnect(lost);
        client.accept(outcome);
    }

    /// The client leaves.
    void close() {
        if (closed) return;
        closed = true;
        life.disconnect(lost);
        if (!life.isOver()) pieces.cancel();
    }
}
