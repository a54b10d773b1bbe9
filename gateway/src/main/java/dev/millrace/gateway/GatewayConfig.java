package dev.millrace.gateway;

/// What a gateway assumes of callers and how much it takes on.
///
/// @param account account of a caller whose access key is no account; twelve digits
/// @param region region of a caller whose signature names none
/// @param blockingRequests requests of blocking operations that may be in flight at once; one more
///     is refused with a 503
/// @param inflatedBytes largest body of a compressed request, once inflated
/// @param bytesInFlight memory of large answers and of inflated bodies, from before they are made
///     until they are gone, over all requests; who needs more waits
/// @param eventBytes bytes of records in one event of an answer that lasts; a single record may be
///     larger
/// @param eventBytesInFlight memory of such events, over all clients; half of it is for single
///     records larger than `eventBytes`, which wait for it, while events of the other kind become
///     smaller as it fills
public record GatewayConfig(
        String account,
        String region,
        int blockingRequests,
        int inflatedBytes,
        long bytesInFlight,
        int eventBytes,
        long eventBytesInFlight) {
    public static final GatewayConfig DEFAULT =
            new GatewayConfig(
                    "000000000000", "us-east-1", 1_024, 16 << 20, 256 << 20, 1 << 20, 128 << 20);

    public GatewayConfig {
        if (!isAccount(account))
            throw new IllegalArgumentException("account must be twelve digits: " + account);
        if (region.isEmpty() || !region.matches("[A-Za-z0-9-]{1,32}"))
            throw new IllegalArgumentException(
                    "region must be 1 to 32 letters, digits and hyphens: " + region);
        if (blockingRequests < 1)
            throw new IllegalArgumentException(
                    "blocking-requests must be at least 1: " + blockingRequests);
        if (inflatedBytes < 1)
            throw new IllegalArgumentException(
                    "inflated-bytes must be at least 1: " + inflatedBytes);
        if (bytesInFlight < 1)
            throw new IllegalArgumentException(
                    "bytes-in-flight must be at least 1: " + bytesInFlight);
        if (eventBytes < 1)
            throw new IllegalArgumentException("event-bytes must be at least 1: " + eventBytes);
        if (eventBytesInFlight < 1)
            throw new IllegalArgumentException(
                    "event-bytes-in-flight must be at least 1: " + eventBytesInFlight);
    }

    static boolean isAccount(String text) {
        return text.length() == 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
