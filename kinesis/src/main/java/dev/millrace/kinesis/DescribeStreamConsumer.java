package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.DescribeStreamConsumerInput;
import dev.millrace.model.kinesis.DescribeStreamConsumerOutput;

final class DescribeStreamConsumer
        implements Handler.Blocking<DescribeStreamConsumerInput, DescribeStreamConsumerOutput> {
    private final ConsumerAddress consumers;

    DescribeStreamConsumer(ConsumerAddress consumers) {
        this.consumers = consumers;
    }

    @Override
    public DescribeStreamConsumerOutput handle(Caller caller, DescribeStreamConsumerInput input)
            throws ApiException {
        Resource.OfConsumer found =
                consumers.require(
                        caller,
                        input.streamARN(),
                        input.consumerName(),
                        input.consumerARN(),
                        input.streamId());
        return new DescribeStreamConsumerOutput(
                ConsumerShapes.description(found.stream(), found.consumer()));
    }
}
