package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.RegisterStreamConsumerInput;
import dev.millrace.model.kinesis.RegisterStreamConsumerOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ConsumerLimits;
import dev.millrace.stream.ConsumerRegistration;
import dev.millrace.stream.ConsumerStatus;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.StreamName;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

final class RegisterStreamConsumer
        implements Handler.Blocking<RegisterStreamConsumerInput, RegisterStreamConsumerOutput> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;
    private final ConsumerLimits limits;
    private final ControlRules rules;

    RegisterStreamConsumer(
            Catalog catalog,
            StreamAddress address,
            Registrar registrar,
            ConsumerLimits limits,
            ControlRules rules) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
        this.limits = limits;
        this.rules = rules;
    }

    /// Says CREATING even where that takes no time: clients wait for ACTIVE by themselves.
    @Override
    public RegisterStreamConsumerOutput handle(Caller caller, RegisterStreamConsumerInput input)
            throws ApiException, InterruptedException {
        StreamName stream = address.name(caller, null, input.streamARN(), input.streamId());
        String name = Objects.requireNonNull(input.consumerName());
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
}
