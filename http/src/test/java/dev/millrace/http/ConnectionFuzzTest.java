package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.fuzzing.ParserFuzzing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// What a client sends, of whatever protocol: the connection answers or ends, nothing is thrown
/// that nobody looks after, and no memory stays behind. The first byte of an input says in pieces
/// of what size the rest arrives.
class ConnectionFuzzTest extends ParserFuzzing {
    private static final long PATIENCE_NS = 10_000_000_000L;

    ConnectionFuzzTest() {
        super(
                "connections",
                "\r\n",
                "\r\n\r\n",
                "POST / HTTP/1.1\r\n",
                "GET / HTTP/1.0\r\n",
                "HEAD /health HTTP/1.1\r\n",
                "OPTIONS * HTTP/1.1\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "Host: a\r\n",
                "Content-Length: 1\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Connection: close\r\n",
                "Connection: keep-alive\r\n",
                "Expect: 100-continue\r\n",
                "Content-Encoding: gzip\r\n",
                "Upgrade: h2c\r\n",
                "X-Amz-Target: Kinesis_20131202.DeleteStream\r\n",
                "Content-Type: application/x-amz-json-1.1\r\n",
                "Content-Type: application/x-amz-cbor-1.1\r\n",
                "{\"StreamName\":\"s\"}",
                "0\r\n\r\n",
                "1;a=b\r\nx\r\n",
                "ffffffff\r\n",
                hex("160301"),
                hex("000000040000000000"),
                hex("0000000401000000"),
                hex("000004080000000000"),
                hex("000008060000000000"),
                hex("000005020000000001"),
                hex("000004030000000001"),
                hex("000008070000000000"),
                hex("000000090400000001"));
    }

    @Override
    protected List<byte[]> examples() {
        var examples = new ArrayList<byte[]>();
        for (int seed = 0; seed < 10; seed++) {
            var random = new Random(seed);
            examples.add(whole(HostileBytesTest.http1(random)));
            examples.add(whole(HostileBytesTest.http2(random)));
        }
        return examples;
    }

    private static byte[] whole(byte[] bytes) {
        byte[] input = new byte[1 + bytes.length];
        System.arraycopy(bytes, 0, input, 1, bytes.length);
        return input;
    }

    /// A connection with its pipeline and what it buffers; what a declared length reserves is not
    /// taken before it comes.
    @Override
    protected long mostBytes(int length) {
        return (2 << 20) + (2L << 10) * length;
    }

    @Override
    protected long everyBuild() {
        return 5_000;
    }

    @Override
    public void parse(byte[] input) {
        if (input.length == 0) return;
        var connection = new OfflineConnection(HttpConfig.DEFAULT, HostileBytesTest.GATEWAY);
        int piece = input[0] == 0 ? input.length : input[0] & 0xff;
        for (int at = 1; at < input.length; at += piece)
            connection.send(Arrays.copyOfRange(input, at, Math.min(input.length, at + piece)));
        connection.received();
        connection.checkUnharmed();
        connection.close();
        awaitInflation(connection);
        assertEquals(0, connection.state().memory.small().used());
        assertEquals(0, connection.state().memory.large().used());
    }

    /// A compressed body is inflated by another thread, which keeps it meanwhile.
    private static void awaitInflation(OfflineConnection connection) {
        long startNs = System.nanoTime();
        while (connection.state().memory.small().used() > 0
                && System.nanoTime() - startNs < PATIENCE_NS) {
            LockSupport.parkNanos(1_000);
            connection.runTasks();
        }
    }
}
