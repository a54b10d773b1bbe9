package dev.millrace.gateway;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// The two names by which a request is found again. They need to differ, not to be secret.
final class RequestIds {
    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                    .getBytes(StandardCharsets.US_ASCII);

    /// Base64 of 72 bytes.
    private static final int ID_2_LENGTH = 96;

    /// Letters that one long fills.
    private static final int LETTERS_A_LONG = 10;

    private RequestIds() {}

    /// The value of `x-amzn-RequestId`.
    static String requestId(RandomGenerator random) {
        long version4 = (random.nextLong() & ~0xf000L) | 0x4000L;
        long variant2 = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(version4, variant2).toString();
    }

    /// The value of `x-amz-id-2`.
    static String id2(RandomGenerator random) {
        byte[] text = new byte[ID_2_LENGTH];
        for (int i = 0; i < text.length; ) {
            long bits = random.nextLong();
            for (int n = 0; n < LETTERS_A_LONG && i < text.length; n++, bits >>>= 6)
                text[i++] = ALPHABET[(int) bits & 63];
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
