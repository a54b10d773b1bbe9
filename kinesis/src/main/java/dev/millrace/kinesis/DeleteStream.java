package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.StreamDeletion;
import dev.millrace.stream.StreamName;

final class DeleteStream implements Handler.Blocking<DeleteStreamInput, Nothing> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;
    private final ControlRules rules;

    DeleteStream(Catalog catalog, StreamAddress address, Registrar registrar, ControlRules rules) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
        this.rules = rules;
    }

    @Override
    public Nothing handle(Caller caller, DeleteStreamInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        boolean withConsumers = Boolean.TRUE.equals(input.enforceConsumerDeletion());
        registrar.change(
                nowMs ->
                        withConsumers
                                ? StreamDeletion.withConsumers(catalog, name, rules, nowMs)
                                : StreamDeletion.decide(catalog, name, rules, nowMs));
        return Nothing.NOTHING;
    }
}
