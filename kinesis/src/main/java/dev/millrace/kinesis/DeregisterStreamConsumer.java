package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.DeregisterStreamConsumerInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ConsumerDeregistration;
import dev.millrace.stream.ControlRules;

final class DeregisterStreamConsumer
        implements Handler.Blocking<DeregisterStreamConsumerInput, Nothing> {
    private final Catalog catalog;
    private final ConsumerAddress consumers;
    private final Registrar registrar;
    private final ControlRules rules;

    DeregisterStreamConsumer(
            Catalog catalog, ConsumerAddress consumers, Registrar registrar, ControlRules rules) {
        this.catalog = catalog;
        this.consumers = consumers;
        this.registrar = registrar;
        this.rules = rules;
    }

    @Override
    public Nothing handle(Caller caller, DeregisterStreamConsumerInput input)
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
}
