package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.StartStreamEncryptionInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.EncryptionChange;
import dev.millrace.stream.KeyService;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

final class StartStreamEncryption implements Handler.Blocking<StartStreamEncryptionInput, Nothing> {
    private static final String KMS = "KMS";

    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;
    private final ControlRules rules;
    private final KeyService keys;

    StartStreamEncryption(
            Catalog catalog,
            StreamAddress address,
            Registrar registrar,
            ControlRules rules,
            KeyService keys) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
        this.rules = rules;
        this.keys = keys;
    }

    /// Asks for the key before the decision: to ask may take long, and nobody else decides
    /// meanwhile.
    @Override
    public Nothing handle(Caller caller, StartStreamEncryptionInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        requireKms(input.encryptionType());
        address.require(name);
        String keyId = Objects.requireNonNull(input.keyId());
        Refusal refusal = keys.refusal(name, keyId);
        if (refusal != null) throw ApiErrors.of(refusal);
        registrar.change(nowMs -> EncryptionChange.start(catalog, name, keyId, rules, nowMs));
        return Nothing.NOTHING;
    }

    static void requireKms(@Nullable String encryptionType) throws ApiException {
        if (!KMS.equals(encryptionType))
            throw ApiErrors.invalidArgument("EncryptionType must be KMS.");
    }
}
