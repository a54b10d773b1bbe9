package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.UpdateStreamModeInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.ModeSwitch;
import dev.millrace.stream.StreamMode;
import dev.millrace.stream.StreamName;

import java.util.Objects;

final class UpdateStreamMode implements Handler.Blocking<UpdateStreamModeInput, Nothing> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;
    private final ControlRules rules;

    UpdateStreamMode(
            Catalog catalog, StreamAddress address, Registrar registrar, ControlRules rules) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
        this.rules = rules;
    }

    @Override
    public Nothing handle(Caller caller, UpdateStreamModeInput input)
            throws ApiException, InterruptedException {
        StreamName name = address.name(caller, null, input.streamARN(), input.streamId());
        var details = Objects.requireNonNull(input.streamModeDetails());
        StreamMode mode = StreamMode.valueOf(Objects.requireNonNull(details.streamMode()));
        registrar.change(
                nowMs ->
                        ModeSwitch.decide(
                                catalog, name, mode, input.warmThroughputMiBps(), rules, nowMs));
        return Nothing.NOTHING;
    }
}
