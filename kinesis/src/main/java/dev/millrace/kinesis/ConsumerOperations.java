package dev.millrace.kinesis;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.DeregisterStreamConsumerInput;
import dev.millrace.model.kinesis.DescribeStreamConsumerInput;
import dev.millrace.model.kinesis.DescribeStreamConsumerOutput;
import dev.millrace.model.kinesis.RegisterStreamConsumerInput;
import dev.millrace.model.kinesis.RegisterStreamConsumerOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ConsumerDeregistration;
import dev.millrace.stream.ConsumerLimits;
import dev.millrace.stream.ConsumerRegistration;
import dev.millrace.stream.ConsumerStatus;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.StreamName;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// RegisterStreamConsumer, DeregisterStreamConsumer and DescribeStreamConsumer.
record ConsumerOperations(
        Catalog catalog,
        StreamAddress address,
        ConsumerAddress consumers,
        Registrar registrar,
        ConsumerLimits limits,
        ControlRules rules) {

    /// Says CREATING even where that takes no time: clients wait for ACTIVE by themselves.
    RegisterStreamConsumerOutput register(Caller caller, RegisterStreamConsumerInput input)
            throws ApiException, InterruptedException {
        StreamName stream = address.name(caller, null, input.streamARN(), input.streamId());
        String name = requireNonNull(input.consumerName());
        Map<String, String> tags = input.tags() == null ? Map.of() : input.tags();
        // Of the decision that is carried out; the consumer may be gone before it is looked up.
        var registeredMs = new AtomicLong();
        registrar.change(
                nowMs -> {
                    registeredMs.set(nowMs);
                    return ConsumerRegistration.decide(
                            catalog, stream, name, tags, limits, rules, nowMs);
                });
        Instant registered = Instant.ofEpochMilli(registeredMs.get());
        var arn = new ResourceArn.OfConsumer(stream, name, registered.getEpochSecond());
        return new RegisterStreamConsumerOutput(
                new dev.millrace.model.kinesis.Consumer(
                        name, arn.arn(), ConsumerStatus.CREATING.name(), registered));
    }

    Nothing deregister(Caller caller, DeregisterStreamConsumerInput input)
            throws ApiException, InterruptedException {
        Resource.OfConsumer found =
                consumers.require(
                        caller,
                        input.streamARN(),
                        input.consumerName(),
                        input.consumerARN(),
                        input.streamId());
        int number = found.consumer().number();
        registrar.change(
                nowMs ->
                        ConsumerDeregistration.decide(catalog, number, found.gone(), rules, nowMs));
        return Nothing.NOTHING;
    }

    DescribeStreamConsumerOutput describe(Caller caller, DescribeStreamConsumerInput input)
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
