package dev.millrace.simulation;

import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.DecreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.IncreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.simulation.Entry.Retained;

import java.util.List;

/// Changes for how long a stream keeps its records, up and down. One for a stream.
final class Keeper extends Actor {
    /// In hours.
    static final int LONGEST = 72;

    private static final List<Integer> HOURS = List.of(24, 25, 36, LONGEST);

    private final String stream;

    Keeper(World world, int turns, String stream) {
        super(world, turns);
        this.stream = stream;
    }

    @Override
    void act() {
        int hours = any(HOURS);
        if (oneIn(2))
            call(
                    Kinesis.INCREASE_STREAM_RETENTION_PERIOD,
                    IncreaseStreamRetentionPeriodInput.builder()
                            .streamName(stream)
                            .retentionPeriodHours(hours)
                            .build(),
                    hours);
        else
            call(
                    Kinesis.DECREASE_STREAM_RETENTION_PERIOD,
                    DecreaseStreamRetentionPeriodInput.builder()
                            .streamName(stream)
                            .retentionPeriodHours(hours)
                            .build(),
                    hours);
    }

    private <I extends Shape, O extends Shape> void call(
            OperationType<I, O> type, I input, int hours) {
        world.history().add(new Retained(stream, hours, false));
        world.network()
                .call(
                        type,
                        input,
                        outcome -> {
                            switch (outcome) {
                                case Outcome.Answered<O> _ ->
                                        world.history().add(new Retained(stream, hours, true));
                                case Outcome.Failed<O>(var error) ->
                                        expect(
                                                error,
                                                "InvalidArgumentException",
                                                "LimitExceededException",
                                                "ResourceInUseException");
                                case Outcome.Lost<O> _ -> {}
                            }
                            rest();
                        });
    }
}
