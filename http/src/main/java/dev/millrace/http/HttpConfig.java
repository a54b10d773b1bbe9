package dev.millrace.http;

import java.nio.file.Path;
import java.time.Duration;

/// What a port offers, and the bounds on what its clients may occupy.
///
/// @param port port on the loopback addresses; 0 for any that is free
/// @param eventLoops threads that serve connections
/// @param connections connections open at once; one more is closed on arrival
/// @param headerBytes largest head of a request, and of it the request line
/// @param headers most headers of a request
/// @param bodyBytes largest body of a request
/// @param bytesInFlight bytes of bodies held at once over all connections; who needs more waits
/// @param pipelinedRequests requests of one HTTP/1.1 connection that wait for their answers
/// @param streams requests of one HTTP/2 connection that wait for their answers
/// @param handshakeTimeout longest TLS handshake
/// @param headTimeout longest time from a request's first byte to the end of its head
/// @param bodyTimeout time that a body may take however slowly it arrives; beyond it, it must keep
///     up with `bodyBytesPerSecond`
/// @param bodyBytesPerSecond slowest rate at which a body may arrive in the long run
/// @param idleTimeout how long a connection without requests stays open
/// @param writeTimeout how long a client may leave an answer lying without taking any of it
/// @param plaintext whether the port serves connections without TLS
/// @param tls whether the port serves TLS, and with which certificate
/// @param tlsFolder folder of a self-made certificate
/// @param tlsCertificate PEM file of the certificate chain, for [Tls#PEM]
/// @param tlsKey PEM file of the unencrypted private key, for [Tls#PEM]
public record HttpConfig(
        int port,
        int eventLoops,
        int connections,
        int headerBytes,
        int headers,
        int bodyBytes,
        long bytesInFlight,
        int pipelinedRequests,
        int streams,
        Duration handshakeTimeout,
        Duration headTimeout,
        Duration bodyTimeout,
        int bodyBytesPerSecond,
        Duration idleTimeout,
        Duration writeTimeout,
        boolean plaintext,
        Tls tls,
        Path tlsFolder,
        Path tlsCertificate,
        Path tlsKey) {
    public static final HttpConfig DEFAULT =
            new HttpConfig(
                    4567,
                    2,
                    20_480,
                    16 << 10,
                    100,
                    16 << 20,
                    256L << 20,
                    32,
                    250,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    64 << 10,
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(30),
                    true,
                    Tls.OFF,
                    Path.of("tls"),
                    Path.of(""),
                    Path.of(""));

    public HttpConfig {
        within("port", port, 0, 65_535);
        within("event-loops", eventLoops, 1, 256);
        within("connections", connections, 1, 10_000_000);
        within("header-bytes", headerBytes, 1 << 10, 1 << 20);
        within("headers", headers, 1, 10_000);
        within("body-bytes", bodyBytes, 1, 1 << 30);
        within("bytes-in-flight", bytesInFlight, 0, Long.MAX_VALUE);
        within("pipelined-requests", pipelinedRequests, 1, 10_000);
        within("streams", streams, 1, 10_000);
        within("body-bytes-per-second", bodyBytesPerSecond, 1, Integer.MAX_VALUE);
        positive("handshake-timeout", handshakeTimeout);
        positive("head-timeout", headTimeout);
        positive("body-timeout", bodyTimeout);
        positive("idle-timeout", idleTimeout);
        positive("write-timeout", writeTimeout);
        if (bytesInFlight < 2L * bodyBytes)
            throw new IllegalArgumentException(
                    "bytes-in-flight must be at least twice body-bytes: " + bytesInFlight);
        if (!plaintext && tls == Tls.OFF)
            throw new IllegalArgumentException("neither plaintext nor tls is served");
        if (tls == Tls.PEM && (isEmpty(tlsCertificate) || isEmpty(tlsKey)))
            throw new IllegalArgumentException("tls = pem needs both tls-certificate and tls-key");
    }

    private static void within(String key, long value, long min, long max) {
        if (value < min || value > max)
            throw new IllegalArgumentException(
                    "%s must be %d to %d: %d".formatted(key, min, max, value));
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0)
            throw new IllegalArgumentException(
                    key + " must be above zero and a day at most: " + value);
    }

    private static boolean isEmpty(Path path) {
        return path.toString().isEmpty();
    }
}
