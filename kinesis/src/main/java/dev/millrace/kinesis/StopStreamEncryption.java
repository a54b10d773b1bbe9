package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.StopStreamEncryptionInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.EncryptionChange;
import dev.millrace.stream.StreamName;

import java.util.Objects;

final class StopStreamEncryption implements Handler.Blocking<StopStreamEncryptionInput, Nothing> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;
    private final ControlRules rules;

    StopStreamEncryption(
            Catalog catalog, StreamAddress address, Registrar registrar, ControlRules rules) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
        this.rules = rules;
    }

    @Override
    public Nothing handle(Caller caller, StopStreamEncryptionInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        StartStreamEncryption.requireKms(input.encryptionType());
        address.require(name);
        String keyId = Objects.requireNonNull(input.keyId());
        registrar.change(nowMs -> EncryptionChange.stop(catalog, name, keyId, rules, nowMs));
        return Nothing.NOTHING;
    }
}
