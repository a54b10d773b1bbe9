package dev.millrace.simulation;

import dev.millrace.model.ApiException;
import dev.millrace.model.kinesis.StartingPosition;
import dev.millrace.model.kinesis.SubscribeToShardEvent;
import dev.millrace.model.kinesis.SubscribeToShardInput;
import dev.millrace.simulation.Entry.Acknowledged;
import dev.millrace.simulation.Entry.Child;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Start;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Subscribes to shards for a consumer: from anywhere, again where it was, and in its own place
/// while it still listens there.
final class Subscriber extends Actor {
    private static final String[] BUSY = {"ResourceInUseException", "LimitExceededException"};

    private final String stream;
    private final String consumerArn;
    private @Nullable Place place;
    private @Nullable String continuation;

    Subscriber(World world, int turns, String stream, String consumerArn) {
        super(world, turns);
        this.stream = stream;
        this.consumerArn = consumerArn;
    }

    @Override
    void act() {
        if (place == null || oneIn(4)) move();
        Place at = place;
        if (at == null) {
            rest();
            return;
        }
        new Listening(at, start()).begin();
    }

    private void move() {
        Acknowledged somewhere = world.history().anyAcknowledged(random);
        if (somewhere == null || !somewhere.place().stream().equals(stream)) return;
        place = somewhere.place();
        continuation = oneIn(2) ? somewhere.number() : null;
    }

    private Start start() {
        String number = continuation;
        if (number != null && !oneIn(8)) return new Start.After(number);
        return switch (random.nextInt(3)) {
            case 0 -> new Start.Horizon();
            case 1 -> new Start.Tip();
            default -> new Start.From(world.clock().wallMs() - random.nextInt(5_000));
        };
    }

    /// One subscription. It goes on listening when the subscriber does something else.
    private final class Listening {
        private final Place at;
        private final Start from;
        private final int reader = world.history().nextReader();
        private boolean hasActed;

        Listening(Place at, Start from) {
            this.at = at;
            this.from = from;
        }

        void begin() {
            world.history().add(new Entry.Begun(reader, -1, consumerArn, at, from));
            world.network()
                    .subscribe(
                            SubscribeToShardInput.builder()
                                    .consumerARN(consumerArn)
                                    .shardId(at.shard())
                                    .startingPosition(position())
                                    .build(),
                            this::begun);
        }

        private StartingPosition position() {
            var position = StartingPosition.builder();
            switch (from) {
                case Start.Horizon() -> position.type("TRIM_HORIZON");
                case Start.Tip() -> position.type("LATEST");
                case Start.At(String number) ->
                        position.type("AT_SEQUENCE_NUMBER").sequenceNumber(number);
                case Start.After(String number) ->
                        position.type("AFTER_SEQUENCE_NUMBER").sequenceNumber(number);
                case Start.From(long timeMs) ->
                        position.type("AT_TIMESTAMP").timestamp(Instant.ofEpochMilli(timeMs));
            }
            return position.build();
        }

        private void begun(Outcome<Push> outcome) {
            switch (outcome) {
                case Outcome.Answered<Push>(Push push) -> {
                    world.history().add(new Entry.Placed(reader, world.nowMs()));
                    pull(push);
                    if (oneIn(6)) goOnLater();
                }
                case Outcome.Failed<Push>(ApiException error) -> {
                    if (error.type().equals("ResourceNotFoundException")) vanished();
                    else if (from instanceof Start.From)
                        expect(error, BUSY[0], BUSY[1], "InvalidArgumentException");
                    else expect(error, BUSY);
                    goOn();
                }
                case Outcome.Lost<Push> _ -> goOn();
            }
        }

        /// The shard, with all that was in it, has expired.
        private void vanished() {
            world.history().add(new Entry.Vanished(reader));
            if (at.equals(place)) place = null;
        }

        /// Once only, whatever becomes of this subscription.
        private void goOn() {
            if (hasActed) return;
            hasActed = true;
            rest();
        }

        /// After a time in which the seat, should it still be taken, can be had.
        private void goOnLater() {
            world.queue().meanwhile(oneIn(2) ? 5_000 + random.nextInt(3_000) : 0, this::goOn);
        }

        private void pull(Push push) {
            push.pull(
                    world.history()::size, world.network().back(outcome -> pulled(push, outcome)));
        }

        private void pulled(Push push, Outcome<Push.Pulled> outcome) {
            if (outcome instanceof Outcome.Failed<Push.Pulled>(ApiException error)) {
                if (error.type().equals("ResourceNotFoundException")) vanished();
                else expect(error);
            }
            if (!(outcome instanceof Outcome.Answered<Push.Pulled>(Push.Pulled pulled))
                    || pulled.event() == null) {
                leave(push);
                return;
            }
            heard(pulled.event(), pulled);
            if (oneIn(60)) {
                leave(push);
                return;
            }
            if (oneIn(10)) goOnLater(); // and listens on
            int pauseMs = oneIn(20) ? random.nextInt(2_000) : random.nextInt(5);
            world.queue().meanwhile(pauseMs, () -> pull(push));
        }

        private void leave(Push push) {
            world.history().add(new Entry.Left(reader));
            push.close();
            goOn();
        }

        private void heard(SubscribeToShardEvent event, Push.Pulled pulled) {
            List<Child> children =
                    event.childShards() == null ? null : Poll.children(event.childShards());
            world.history()
                    .add(
                            new Entry.Read(
                                    reader,
                                    pulled.asked(),
                                    pulled.atMs(),
                                    got(event.records()),
                                    Objects.requireNonNull(event.millisBehindLatest()) == 0,
                                    event.continuationSequenceNumber(),
                                    children));
            if (!at.equals(place)) return;
            continuation = event.continuationSequenceNumber();
            if (children == null) return;
            place = new Place(at.stream(), any(children).shard());
            continuation = null;
        }
    }
}
