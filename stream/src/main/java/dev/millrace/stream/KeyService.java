package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// Says which keys there are to encrypt records with. Any thread; may block.
public interface KeyService {
    /// A store that has no keys: every key id is unknown to it, that of the service's own key too.
    KeyService NONE = (stream, keyId) -> new Refusal.KeyRefused(KeyFault.NOT_FOUND, keyId, stream);

    /// Why a key cannot be used.
    enum KeyFault {
        NOT_FOUND,
        DISABLED,
        INVALID_STATE,
        ACCESS_DENIED,
        OPT_IN_REQUIRED,
        THROTTLED
    }

    /// Why the records of a stream cannot be encrypted with a key, or null if they can.
    ///
    /// @param keyId a key's ARN or id, or an alias' ARN or name
    @Nullable Refusal refusal(StreamName stream, String keyId);
}
