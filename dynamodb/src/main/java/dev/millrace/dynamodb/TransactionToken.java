package dev.millrace.dynamodb;

import java.util.Arrays;

/// What is remembered of a transaction, so that the same request is not carried out twice.
///
/// @param account whose token it is
/// @param token what the client called the request
/// @param digest SHA-256 of the request; two by the same name must be the same
/// @param forgottenMs when it is forgotten, milliseconds since the epoch
@SuppressWarnings("ArrayRecordComponent") // compared by [#isSameRequest] only
record TransactionToken(String account, String token, byte[] digest, long forgottenMs) {
    /// How long a token is remembered.
    static final long LIFETIME_MS = 600_000;

    /// Under what it is remembered.
    record Name(String account, String token) {}

    Name name() {
        return new Name(account, token);
    }

    boolean isSameRequest(byte[] other) {
        return Arrays.equals(digest, other);
    }

    void put(Packer out) {
        out.text(account).text(token).bytes(digest).u64(forgottenMs);
    }

    static TransactionToken read(Unpacker in) {
        return new TransactionToken(in.text(), in.text(), in.bytes(), in.u64());
    }
}
