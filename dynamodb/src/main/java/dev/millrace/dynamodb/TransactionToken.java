package dev.millrace.dynamodb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What is remembered of a transaction, so that the same request is not carried out twice. Every
/// SDK sends a token with every transaction, so there are many: of names and requests the first 16
/// bytes of their SHA-256 are kept.
///
/// @param name of whom and what the client called the request
/// @param request what it said; two by the same name must be the same
/// @param forgottenMs when it is forgotten, milliseconds since the epoch
record TransactionToken(Digest name, Digest request, long forgottenMs) {
    /// How long a token is remembered.
    static final long LIFETIME_MS = 600_000;

    /// Memory that a token takes, more or less.
    static final int MEMORY = 160;

    /// Stands for what it was made of.
    record Digest(long high, long low) {
        static Digest of(byte[] bytes, int length) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(bytes, 0, length);
                ByteBuffer sum = ByteBuffer.wrap(digest.digest());
                return new Digest(sum.getLong(), sum.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every JDK has SHA-256", e);
            }
        }

        static Digest of(String account, String region, String token) {
            byte[] name = (account + "/" + region + "/" + token).getBytes(StandardCharsets.UTF_8);
            return of(name, name.length);
        }

        byte[] bytes() {
            return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        }
    }

    void put(Packer out) {
        out.u64(name.high).u64(name.low).u64(request.high).u64(request.low).u64(forgottenMs);
    }

    static TransactionToken read(Unpacker in) {
        return new TransactionToken(
                new Digest(in.u64(), in.u64()), new Digest(in.u64(), in.u64()), in.u64());
    }
}
