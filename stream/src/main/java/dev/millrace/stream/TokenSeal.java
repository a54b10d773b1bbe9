package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Makes the opaque texts that clients carry for us, iterators and page tokens, and reads them
/// back.
///
/// A token is base64 of: version (8 bytes, 00…01), nonce (12), then AES-GCM of the payload with its
/// tag (16). The purpose is authenticated with it, so that a page token is no iterator. Safe for
/// several threads.
public final class TokenSeal {
    /// Length of the store's key in bytes.
    public static final int KEY_BYTES = 32;

    private static final long VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int HEAD_BYTES = Long.BYTES + NONCE_BYTES;

    /// What a token is for. Never reuse a code.
    public enum Purpose {
        ITERATOR(1),
        LIST_SHARDS(2),
        LIST_STREAMS(3),
        LIST_CONSUMERS(4);

        private final byte code;

        Purpose(int code) {
            this.code = (byte) code;
        }
    }

    private final SecretKeySpec key;
    private final RandomGenerator random;

    /// @param key [#KEY_BYTES] random bytes, the same for the life of the store
    /// @param random a source that nobody can foretell; must be safe for several threads
    public TokenSeal(byte[] key, RandomGenerator random) {
        if (key.length != KEY_BYTES) throw new IllegalArgumentException("key of " + key.length);
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /// Seals a payload.
    public String seal(Purpose purpose, byte[] payload) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] token = new byte[HEAD_BYTES + payload.length + TAG_BYTES];
        ByteBuffer.wrap(token).putLong(VERSION).put(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, purpose, nonce);
            cipher.doFinal(payload, 0, payload.length, token, HEAD_BYTES);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-GCM", e);
        }
        return Base64.getEncoder().encodeToString(token);
    }

    /// Opens a token.
    ///
    /// @return the payload, or null if it is not one of ours for this purpose
    public byte @Nullable [] open(Purpose purpose, String token) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (bytes.length < HEAD_BYTES + TAG_BYTES) return null;
        ByteBuffer head = ByteBuffer.wrap(bytes);
        if (head.getLong() != VERSION) return null;
        byte[] nonce = new byte[NONCE_BYTES];
        head.get(nonce);
        try {
            return cipher(Cipher.DECRYPT_MODE, purpose, nonce)
                    .doFinal(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private Cipher cipher(int mode, Purpose purpose, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(new byte[] {purpose.code});
        return cipher;
    }
}
