package dev.millrace.simulation;

import dev.millrace.model.ApiException;
import dev.millrace.model.EventSource;
import dev.millrace.model.EventSource.Next;
import dev.millrace.model.kinesis.SubscribeToShardEvent;
import dev.millrace.testkit.ManualClock;

import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// A subscription as the network has it: it pulls an event when the client has room for one.
final class Push {
    /// What came of a pull.
    ///
    /// @param asked place in the history when the event was made
    /// @param atMs time when it was made
    record Pulled(Next<?> next, int asked, long atMs) {}

    private final Life life;
    private final EventQueue queue;
    private final ManualClock clock;
    private final EventSource<?> events;
    private Runnable lost = () -> {};
    private int turn;
    private boolean waiting;
    private boolean closed;

    Push(Life life, EventQueue queue, ManualClock clock, EventSource<?> events) {
        this.life = life;
        this.queue = queue;
        this.clock = clock;
        this.events = events;
    }

    /// Asks for the next event, which may be long in coming. Once the server has gone, the client
    /// is told that nothing will come.
    ///
    /// @param historySize the place of the next entry of the history
    void pull(int maxBytes, IntSupplier historySize, Consumer<Outcome<Pulled>> client) {
        Runnable gone = () -> client.accept(new Outcome.Lost<>());
        life.disconnect(lost);
        lost = gone;
        if (life.isOver()) {
            gone.run();
            return;
        }
        life.connect(gone);
        poll(maxBytes, historySize, client);
    }

    private void poll(int maxBytes, IntSupplier historySize, Consumer<Outcome<Pulled>> client) {
        if (closed || life.isOver()) return;
        int now = ++turn;
        int asked = historySize.getAsInt();
        Runnable again =
                () -> {
                    if (now != turn || !waiting) return;
                    waiting = false;
                    poll(maxBytes, historySize, client);
                };
        try {
            Next<?> next = events.poll(maxBytes, () -> queue.meanwhile(0, again));
            switch (next) {
                case Next.Larger<?>(int bytes) -> poll(bytes, historySize, client);
                case Next.Later<?> _ -> waiting = true;
                default -> answer(client, new Outcome.Answered<>(pulled(next, asked)));
            }
        } catch (ApiException e) {
            answer(client, new Outcome.Failed<>(e));
        }
    }

    private Pulled pulled(Next<?> next, int asked) {
        return new Pulled(next, asked, clock.wallMs());
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
        if (!life.isOver()) events.close();
    }

    static SubscribeToShardEvent event(Next.Now<?> now) {
        return (SubscribeToShardEvent) now.event();
    }
}
