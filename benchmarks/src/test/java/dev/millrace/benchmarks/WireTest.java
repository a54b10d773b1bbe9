package dev.millrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.Blob;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class WireTest {
    /// Answers requests with given bytes, whatever they are: one connection an array.
    private static Thread serve(ServerSocket server, byte[]... answers) {
        return Thread.startVirtualThread(
                () -> {
                    for (byte[] answer : answers)
                        try (var socket = server.accept()) {
                            InputStream in = socket.getInputStream();
                            // The head's end is the first line that begins with its end.
                            for (int last = 0, read; (read = in.read()) >= 0; last = read)
                                if (last == '\n' && read == '\r') break;
                            in.read();
                            socket.getOutputStream().write(answer);
                        } catch (IOException e) {
                            return; // the test has ended
                        }
                });
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void anAnswerInChunksIsPutTogether() throws Exception {
        try (var server = listen()) {
            Thread thread =
                    serve(
                            server,
                            ascii(
                                    """
                                    HTTP/1.1 200 OK\r
                                    transfer-encoding: chunked\r
                                    \r
                                    3\r
                                    abc\r
                                    A\r
                                    0123456789\r
                                    0\r
                                    \r
                                    """));
            try (var connection = new Connection(server.getLocalPort())) {
                assertEquals(200, connection.get("/"));
                assertEquals("abc0123456789", connection.text());
            }
            thread.join();
        }
    }

    @Test
    void aServerThatClosesIsConnectedToAgain() throws Exception {
        byte[] answer =
                ascii("HTTP/1.1 404 No\r\nConnection: close\r\nContent-Length: 2\r\n\r\n" + "ok");
        try (var server = listen()) {
            Thread thread = serve(server, answer, answer);
            try (var connection = new Connection(server.getLocalPort())) {
                assertEquals(404, connection.get("/"));
                assertEquals(404, connection.get("/"));
                assertArrayEquals(ascii("ok"), connection.body());
            }
            thread.join();
        }
    }

    @Test
    void textsAreFoundInJsonHoweverItIsSpaced() throws Exception {
        assertEquals("b", JsonText.value("{\"a\":\"x\",\"a\" : \"b\"}", "a"));
        assertEquals("b\n", JsonText.value("{\"a\":\"b\\n\"}", "a"));
        assertThrows(IOException.class, () -> JsonText.value("{}", "a"));
        assertEquals(-1, JsonText.next("{\"a\":\"x\"}", "a", 5));
    }

    /// The numbers are those of Kafka's protocol guide.
    @Test
    void aRequestForKafkaHoldsABatchOfTheSecondFormat() throws Exception {
        var entries = List.of(new Bodies.Entry("k", Blob.of(new byte[] {7})));
        ByteBuffer request = ByteBuffer.wrap(KafkaWire.produce("t", Map.of(3, entries)));
        assertEquals(request.capacity() - 4, request.getInt());
        assertEquals(0, request.getShort()); // Produce
        assertEquals(3, request.getShort());
        int batch = request.capacity() - 61 - 9;
        assertEquals(3, request.getInt(batch - 8)); // partition
        assertEquals(61 + 9, request.getInt(batch - 4));
        assertEquals(61 + 9 - 12, request.getInt(batch + 8));
        assertEquals(2, request.get(batch + 16));
        assertEquals(1, request.getInt(batch + 57)); // records
        byte[] record = {16, 0, 0, 0, 2, 'k', 2, 7, 0};
        byte[] written = new byte[9];
        request.get(batch + 61, written);
        assertArrayEquals(record, written);
    }

    @Test
    void anErrorOfKafkaIsFound() {
        ByteBuffer answer = ByteBuffer.allocate(64);
        answer.putInt(1).putShort((short) 1).put((byte) 't').putInt(2);
        answer.putInt(0).putShort((short) 0).putLong(0).putLong(0);
        answer.putInt(1).putShort((short) 6).putLong(0).putLong(0).flip();
        assertEquals(6, KafkaWire.produceError(answer));
    }

    @Test
    void aCommandOfRedisIsAnArrayOfTexts() {
        byte[] command =
                RedisWire.add(
                        "s", List.of(new Bodies.Entry("k", Blob.of(new byte[] {(byte) 0xff}))));
        assertEquals(
                "*5\r\n$4\r\nXADD\r\n$1\r\ns\r\n$1\r\n*\r\n$1\r\nk\r\n$1\r\n\u00ff\r\n",
                new String(command, StandardCharsets.ISO_8859_1));
    }

    @Test
    void requestsAtARateAreDueAtFixedMoments() {
        Pace pace = Pace.of(1_000_000);
        long first = pace.next();
        assertEquals(1_000, pace.next() - first);
        assertTrue(pace.next() <= System.nanoTime());
    }

    @Test
    void aHeapIsAddedUpFromItsSpaces() {
        assertEquals(
                6,
                JavaHeap.used(
                        """
                         S0C S1C S0U S1U EC EU OC OU MC
                         9 9 - 1024.0 9 2048.0 9 3072.0 9
                        """));
        assertTrue(Double.isNaN(JavaHeap.used("4711 not found\n")));
    }

    @Test
    void memoryThatGrowsIsNotFlat() {
        double[] samples = new double[20];
        for (int i = 0; i < 20; i++) samples[i] = 100 + i;
        assertTrue(SoakRow.verdict(samples, 10).startsWith("not flat: RSS 107 MiB"));
        for (int i = 0; i < 20; i++) samples[i] = i < 5 ? i : 100;
        assertTrue(SoakRow.verdict(samples, 10).startsWith("flat"));
    }
}
