package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.gateway.Exchange;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Answers that cannot be written. The client may have got half of one, so it has to go; nothing of
/// the request may stay behind.
class AnswerFailureTest {
    private static final Logger ROOM = Logger.getLogger("dev.millrace.http");
    private static final int SMALL = 100;
    private static final int LARGE = 1 << 20;

    /// What goes wrong.
    enum Trouble {
        NO_MEMORY,
        A_HANDLER_THAT_THROWS
    }

    /// Has no more memory from when it is told so, and knows what it has given away.
    private static final class ShortAllocator extends AbstractByteBufAllocator {
        private final UnpooledByteBufAllocator source = new UnpooledByteBufAllocator(true, true);
        private boolean isShort;

        ShortAllocator() {
            super(true);
        }

        long usedBytes() {
            return source.metric().usedDirectMemory();
        }

        @Override
        protected ByteBuf newHeapBuffer(int bytes, int most) {
            return source.heapBuffer(bytes, most);
        }

        @Override
        protected ByteBuf newDirectBuffer(int bytes, int most) {
            if (isShort) throw new OutOfMemoryError("no direct memory, by intent");
            return source.directBuffer(bytes, most);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final ShortAllocator allocator = new ShortAllocator();

    @BeforeAll
    static void quiet() {
        ROOM.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        ROOM.setLevel(null);
    }

    private void answerFails(Trouble trouble, int bytes, Consumer<OfflineConnection> request)
            throws Exception {
        var gone = new AtomicInteger();
        allocator.isShort = false;
        try (var connection = new OfflineConnection(HttpConfig.DEFAULT, endpoint)) {
            connection.allocateFrom(allocator);
            request.accept(connection);
            Exchange exchange = endpoint.kept();
            assertTrue(connection.state().memory.small().used() > 0);
            if (trouble == Trouble.A_HANDLER_THAT_THROWS) connection.failWrites();
            allocator.isShort = trouble == Trouble.NO_MEMORY;
            exchange.respond(
                    new Response(200, List.of(), Blob.of(new byte[bytes])), gone::incrementAndGet);
            connection.runTasks();
            assertFalse(connection.isOpen());
            assertEquals(0, connection.state().memory.small().used());
            assertEquals(0, connection.state().memory.large().used());
        }
        assertEquals(1, gone.get());
        assertEquals(0, allocator.usedBytes());
    }

    private static void http1(OfflineConnection connection) {
        connection.send("POST /later HTTP/1.1\r\nContent-Length: 9\r\n\r\nsomething");
    }

    private static void http2(OfflineConnection connection) {
        connection.send(Http2Bytes.preface());
        connection.send(Http2Bytes.request(1, "/later", 9, "something"));
    }

    @ParameterizedTest
    @EnumSource
    void aSmallAnswerThatFailsClosesTheConnection(Trouble trouble) throws Exception {
        answerFails(trouble, SMALL, AnswerFailureTest::http1);
    }

    @ParameterizedTest
    @EnumSource
    void aLargeAnswerThatFailsClosesTheConnection(Trouble trouble) throws Exception {
        answerFails(trouble, LARGE, AnswerFailureTest::http1);
    }

    @ParameterizedTest
    @EnumSource
    void soItDoesOverHttp2(Trouble trouble) throws Exception {
        answerFails(trouble, SMALL, AnswerFailureTest::http2);
        answerFails(trouble, LARGE, AnswerFailureTest::http2);
    }
}
