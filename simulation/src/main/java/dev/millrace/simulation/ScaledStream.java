package dev.millrace.simulation;

import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.StreamModeDetails;
import dev.millrace.model.kinesis.TagResourceInput;
import dev.millrace.model.kinesis.UpdateStreamModeInput;

import java.util.Map;

/// Has a stream scaled by the server: gives it one policy after another, and makes it on-demand and
/// provisioned by turns.
final class ScaledStream extends Actor {
    private final String arn;

    ScaledStream(World world, int turns, String arn) {
        super(world, turns);
        this.arn = arn;
    }

    @Override
    void act() {
        if (oneIn(3)) call(Kinesis.UPDATE_STREAM_MODE, mode(oneIn(2)));
        else call(Kinesis.TAG_RESOURCE, policy());
    }

    private UpdateStreamModeInput mode(boolean onDemand) {
        return UpdateStreamModeInput.builder()
                .streamARN(arn)
                .streamModeDetails(
                        StreamModeDetails.builder()
                                .streamMode(onDemand ? "ON_DEMAND" : "PROVISIONED")
                                .build())
                .build();
    }

    private TagResourceInput policy() {
        int least = 1 + random.nextInt(6);
        return TagResourceInput.builder()
                .resourceARN(arn)
                .tags(
                        Map.of(
                                "millrace:autoscaling",
                                "min=%d max=%d cooldown=1"
                                        .formatted(least, least + random.nextInt(3))))
                .build();
    }

    private <I extends Shape, O extends Shape> void call(OperationType<I, O> type, I input) {
        world.network()
                .call(
                        type,
                        input,
                        outcome -> {
                            if (outcome instanceof Outcome.Failed<O>(var error))
                                expect(
                                        error,
                                        "LimitExceededException",
                                        "ResourceInUseException",
                                        "ValidationException",
                                        "InvalidArgumentException");
                            rest();
                        });
    }
}
