package dev.millrace.kinesis;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.StartStreamEncryptionInput;
import dev.millrace.model.kinesis.StopStreamEncryptionInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.EncryptionChange;
import dev.millrace.stream.KeyService;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

/// StartStreamEncryption and StopStreamEncryption.
record EncryptionOperations(
        Catalog catalog,
        StreamAddress address,
        Registrar registrar,
        ControlRules rules,
        KeyService keys) {
    private static final String KMS = "KMS";

    /// Asks for the key before the decision: to ask may take long, and nobody else decides
    /// meanwhile.
    Nothing start(Caller caller, StartStreamEncryptionInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        requireKms(input.encryptionType());
        address.require(name);
        String keyId = requireNonNull(input.keyId());
        Refusal refusal = keys.refusal(name, keyId);
        if (refusal != null) throw ApiErrors.of(refusal);
        registrar.change(nowMs -> EncryptionChange.start(catalog, name, keyId, rules, nowMs));
        return Nothing.NOTHING;
    }

    Nothing stop(Caller caller, StopStreamEncryptionInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        requireKms(input.encryptionType());
        address.require(name);
        String keyId = requireNonNull(input.keyId());
        registrar.change(nowMs -> EncryptionChange.stop(catalog, name, keyId, rules, nowMs));
        return Nothing.NOTHING;
    }

    private static void requireKms(@Nullable String encryptionType) throws ApiException {
        if (!KMS.equals(encryptionType))
            throw ApiErrors.invalidArgument("EncryptionType must be KMS.");
    }
}
