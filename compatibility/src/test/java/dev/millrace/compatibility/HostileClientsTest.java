package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Clients that send nonsense, too much, too little or nothing: each gets a clear error or a clean
/// close, and the client beside them notices nothing.
class HostileClientsTest {
    @TempDir Path folder;
    private Millrace millrace;

    @BeforeEach
    void start() throws Exception {
        MillraceConfig unthrottled = MillraceConfig.DEFAULT.with("kinesis.call-rates", "*=off");
        millrace = Millrace.start(unthrottled.withPort(0).withData(folder));
        assertEquals(200, status(call("CreateStream", "{\"StreamName\":\"s\",\"ShardCount\":1}")));
    }

    @AfterEach
    void othersAreStillServed() throws Exception {
        assertEquals(
                200,
                status(
                        call(
                                "PutRecord",
                                "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"AA==\"}")));
        millrace.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"StreamName\":\"s\"",
                "{\"StreamName\":\"s\",}",
                "{\"StreamName\":\"\\uD800",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                "{\"StreamName\":1e999999999999999999999999}x",
            })
    void malformedJsonIsASerializationError(String body) throws Exception {
        String answer = call("PutRecord", body);
        assertEquals(400, status(answer));
        assertTrue(answer.contains("SerializationException"), answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"StreamName":true}|SerializationException
                    {"StreamName":"s","Data":"!","PartitionKey":"k"}|SerializationException
                    {"StreamName":"s","Data":[],"PartitionKey":"k"}|SerializationException
                    {"StreamName":"s","PartitionKey":"k"}|ValidationException
                    {"StreamName":"../../etc","Data":"AA==","PartitionKey":"k"}|ValidationException
                    {"StreamName":"..","Data":"AA==","PartitionKey":"k"}|ResourceNotFoundException
                    """)
    void wrongTypesAndValuesGetTheServicesErrors(String body, String error) throws Exception {
        String answer = call("PutRecord", body);
        assertEquals(400, status(answer));
        assertTrue(answer.contains(error), answer);
    }

    @Test
    void anAbsurdLengthIsRefusedBeforeItIsRead() throws Exception {
        try (Socket socket = connect()) {
            write(socket, head("PutRecord", "Content-Length: 99999999999"));
            assertTrue(List.of(400, 413).contains(status(firstLine(socket))));
        }
    }

    @Test
    void aTruncatedBodyHarmsNobody() throws Exception {
        for (int i = 0; i < 50; i++)
            try (Socket socket = connect()) {
                write(socket, head("PutRecord", "Content-Length: 1000") + "{\"StreamName\":");
                socket.shutdownOutput();
                String answer = firstLine(socket);
                assertTrue(answer.isEmpty() || status(answer) >= 400, answer);
            }
    }

    @Test
    void randomBytesGetAnErrorOrAClose() throws Exception {
        var random = new Random(20261121);
        for (int i = 0; i < 200; i++)
            try (Socket socket = connect()) {
                byte[] garbage = new byte[1 + random.nextInt(2_000)];
                random.nextBytes(garbage);
                try {
                    socket.getOutputStream().write(garbage);
                    socket.shutdownOutput();
                    byte[] answer = socket.getInputStream().readAllBytes();
                    assertTrue(answer.length == 0 || isError(answer), "garbage was answered");
                } catch (SocketException reset) {
                    // A reset is a clean enough close for garbage.
                }
            }
    }

    @Test
    void aClientThatNeverFinishesHoldsUpOnlyItself() throws Exception {
        var slow = new ArrayList<Socket>();
        for (int i = 0; i < 200; i++) {
            Socket socket = connect();
            slow.add(socket);
            write(socket, head("PutRecord", "Content-Length: 100000"));
        }
        othersAnswer();
        for (Socket socket : slow) socket.close();
    }

    @Test
    void tenThousandIdleConnectionsLeaveTheServerUnharmed() throws Exception {
        int count = 10_000;
        Process idle =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                IdleConnections.class.getName(),
                                Integer.toString(millrace.port()),
                                Integer.toString(count))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var out = new BufferedReader(new InputStreamReader(idle.getInputStream(), US_ASCII))) {
            assertEquals("open " + count, out.readLine());
            othersAnswer();
        } finally {
            idle.destroyForcibly().waitFor();
        }
        othersAnswer();
    }

    private void othersAnswer() throws IOException {
        for (int i = 0; i < 20; i++)
            assertEquals(200, status(call("DescribeStreamSummary", "{\"StreamName\":\"s\"}")));
    }

    private String call(String operation, String body) throws IOException {
        try (Socket socket = connect()) {
            write(
                    socket,
                    head(
                                    operation,
                                    "Connection: close\r\nContent-Length: "
                                            + body.getBytes(ISO_8859_1).length)
                            + body);
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), millrace.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String head(String operation, String more) {
        return """
        POST / HTTP/1.1\r
        Host: localhost\r
        Content-Type: application/x-amz-json-1.1\r
        X-Amz-Target: Kinesis_20131202.%s\r
        X-Amz-Date: 20260101T000000Z\r
        Authorization: AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/kinesis/aws4_request, \
        SignedHeaders=host;x-amz-date, Signature=0\r
        %s\r
        \r
        """
                .formatted(operation, more);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String firstLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\r'; read = in.read())
            line.append((char) read);
        return line.toString();
    }

    /// An HTTP error, or something that is not HTTP/1.1 at all: a TLS alert, HTTP/2 frames.
    private static boolean isError(byte[] answer) {
        String text = new String(answer, ISO_8859_1);
        return !text.startsWith("HTTP/1.1") || status(text) >= 400;
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }
}
