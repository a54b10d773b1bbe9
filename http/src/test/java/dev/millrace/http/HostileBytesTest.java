package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.gateway.Gateway;
import dev.millrace.gateway.GatewayConfig;
import dev.millrace.gateway.Service;
import dev.millrace.model.Nothing;
import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.wire.AwsCbor;
import dev.millrace.wire.AwsJson;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Whatever a client sends, in whatever pieces: the connection answers or ends, nothing is thrown
/// that nobody looks after, and no memory stays behind.
class HostileBytesTest {
    private static final HttpConfig CONFIG = HttpConfig.DEFAULT;

    static final Gateway GATEWAY =
            new Gateway(
                    GatewayConfig.DEFAULT,
                    List.of(
                            new Service(
                                    "kinesis",
                                    "Kinesis_20131202",
                                    List.of(AwsJson.V1_1, AwsCbor.V1_1),
                                    List.of(
                                            Operation.prompt(
                                                    Kinesis.DELETE_STREAM,
                                                    (_, _, completion) ->
                                                            completion.succeed(Nothing.NOTHING))))),
                    Map.of());

    @Property(tries = 700)
    void randomBytesHarmNothing(@ForAll("bytes") byte[] bytes, @ForAll long seed) {
        assertUnharmed(bytes, new Random(seed));
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
    }

    @Property(tries = 1_200)
    void mutatedRequestsHarmNothing(@ForAll long seed) {
        var random = new Random(seed);
        byte[] bytes = random.nextBoolean() ? http1(random) : http2(random);
        int mutations = random.nextInt(8);
        for (int i = 0; i < mutations; i++) bytes = mutate(bytes, random);
        assertUnharmed(bytes, random);
    }

    @Property(tries = 300)
    void unharmedRequestsAreAnswered(@ForAll long seed) {
        var random = new Random(seed);
        try (var connection = new OfflineConnection(CONFIG, GATEWAY)) {
            sendInPieces(http1(random), connection, random);
            String received = connection.received();
            assertEquals(3, received.split("HTTP/1.1 200 OK", -1).length - 1, received);
        }
    }

    private static void assertUnharmed(byte[] bytes, Random random) {
        var connection = new OfflineConnection(CONFIG, GATEWAY);
        sendInPieces(bytes, connection, random);
        connection.checkUnharmed();
        // The client leaves, or the connection ends by itself whatever state it is in.
        if (random.nextBoolean()) {
            connection.pass(Duration.ofMinutes(5));
            connection.checkUnharmed();
            assertTrue(!connection.isOpen(), () -> "still open after " + Arrays.toString(bytes));
        }
        connection.close();
        assertEquals(0, connection.state().memory.small().used());
        assertEquals(0, connection.state().memory.large().used());
    }

    private static void sendInPieces(byte[] bytes, OfflineConnection connection, Random random) {
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(bytes.length));
            connection.send(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
    }

    /// Three pipelined requests.
    static byte[] http1(Random random) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            String body = "{\"StreamName\":\"" + "s".repeat(1 + random.nextInt(20)) + "\"}";
            boolean chunked = random.nextBoolean();
            String head =
                    """
                    POST / HTTP/1.1
                    Host: localhost
                    Content-Type: application/x-amz-json-1.1
                    X-Amz-Target: Kinesis_20131202.DeleteStream
                    X-Amz-Date: 20130101T000000Z
                    Authorization: AWS4-HMAC-SHA256 Credential=A/20130101/r/kinesis/aws4_request, \
                    SignedHeaders=host, Signature=0
                    %s

                    """
                            .formatted(
                                    chunked
                                            ? "Transfer-Encoding: chunked"
                                            : "Content-Length: " + body.length());
            String rest =
                    chunked ? Integer.toHexString(body.length()) + "\n" + body + "\n0\n\n" : body;
            out.writeBytes(
                    (head + rest).replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    static byte[] http2(Random random) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(Http2Bytes.preface());
        for (int stream = 1; stream < 8; stream += 2) {
            String body = "x".repeat(random.nextInt(50));
            out.writeBytes(
                    Http2Bytes.request(stream, "/", body.length() + random.nextInt(2), body));
            if (random.nextInt(3) == 0)
                out.writeBytes(
                        Http2Bytes.frame(
                                random.nextInt(12),
                                random.nextInt(64),
                                random.nextInt(8),
                                new byte[random.nextInt(20)]));
        }
        return out.toByteArray();
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        if (bytes.length < 2) return bytes;
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(30));
        var out = new ByteArrayOutputStream();
        switch (random.nextInt(4)) {
            case 0 -> {
                out.writeBytes(bytes);
                byte[] flipped = out.toByteArray();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 1 -> {
                out.write(bytes, 0, at);
                out.write(bytes, at + length, bytes.length - at - length);
            }
            case 2 -> {
                out.write(bytes, 0, at + length);
                out.write(bytes, at, bytes.length - at);
            }
            default -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                out.write(bytes, 0, at);
                out.writeBytes(noise);
                out.write(bytes, at, bytes.length - at);
            }
        }
        return out.toByteArray();
    }
}
