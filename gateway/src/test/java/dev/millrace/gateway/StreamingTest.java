package dev.millrace.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.EventSource;
import dev.millrace.model.Handler;
import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.Record;
import dev.millrace.model.kinesis.SubscribeToShardEvent;
import dev.millrace.model.kinesis.SubscribeToShardEventStream;
import dev.millrace.model.kinesis.SubscribeToShardInput;
import dev.millrace.model.kinesis.SubscribeToShardOutput;
import dev.millrace.wire.AwsCbor;
import dev.millrace.wire.AwsJson;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Answers that last, without a socket.
class StreamingTest {
    static final String INPUT =
            """
            {"ConsumerARN":"arn:aws:kinesis:eu-central-1:123456789012:stream/s/consumer/c:1",
             "ShardId":"shardId-000000000000","StartingPosition":{"Type":"LATEST"}}
            """;

    /// A first event may stand for 64 KiB.
    private static final GatewayConfig CONFIG =
            new GatewayConfig("000000000000", "r", 5, 100, 100, 1 << 20, 8 << 20);

    /// Larger than that; the memory for it is there once.
    private static final int LARGE = 1_000_000;

    /// Stands for an event as large as it may be.
    private static final String FILL = "fill";

    /// Gives what a test puts into it.
    private static final class Source implements EventSource<SubscribeToShardEventStream> {
        final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        final BlockingQueue<Runnable> wakers = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> allowances = new LinkedBlockingQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public Next<SubscribeToShardEventStream> poll(int maxBytes, Runnable waker)
                throws ApiException {
            allowances.add(maxBytes);
            Object next = events.peek();
            if (next instanceof Integer bytes && bytes > maxBytes) return new Next.Larger<>(bytes);
            events.poll();
            return switch (next) {
                case null -> {
                    wakers.add(waker);
                    yield new Next.Later<>();
                }
                case Integer bytes -> new Next.Now<>(event(bytes));
                case ApiException error -> throw error;
                case RuntimeException bug -> throw bug;
                case String fill when fill.equals(FILL) -> new Next.Now<>(event(maxBytes));
                default -> new Next.End<>();
            };
        }

        private static SubscribeToShardEvent event(int bytes) {
            var record = new Record("1", Instant.EPOCH, Blob.of(new byte[bytes]), "k", null);
            return new SubscribeToShardEvent(List.of(record), "1", 0L, null);
        }

        @Override
        public void close() {
            closed.countDown();
        }

        void put(Object next) throws Exception {
            Runnable waker = take(wakers);
            events.add(next);
            waker.run();
        }

        void assertClosed() throws Exception {
            assertTrue(closed.await(20, TimeUnit.SECONDS));
        }
    }

    private record Piece(Blob bytes, boolean last, Runnable gone) {
        String text() {
            return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
        }
    }

    /// A client that takes one piece at a time.
    private static final class Client {
        final Pieces body;
        final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

        Client(Pieces body) {
            this.body = body;
        }

        void ask() {
            body.next((piece, last, gone) -> pieces.add(new Piece(piece, last, gone)));
        }

        Piece next() throws Exception {
            ask();
            return take(pieces);
        }
    }

    private static <T> T take(BlockingQueue<T> queue) throws Exception {
        T taken = queue.poll(20, TimeUnit.SECONDS);
        if (taken == null) throw new AssertionError("nothing came");
        return taken;
    }

    private static Gateway gateway(
            Handler.Streaming<SubscribeToShardInput, SubscribeToShardOutput> handler) {
        var service =
                new Service(
                        "kinesis",
                        "Kinesis_20131202",
                        List.of(AwsJson.V1_1, AwsCbor.V1_1),
                        List.of(Operation.streaming(Kinesis.SUBSCRIBE_TO_SHARD, handler)));
        return new Gateway(CONFIG, List.of(service), Map.of());
    }

    private static Gateway gateway(Source... sources) {
        var left = new LinkedBlockingQueue<>(List.of(sources));
        return gateway(
                (_, _) ->
                        new Handler.Streamed<>(
                                SubscribeToShardOutput.builder().build(), left.remove()));
    }

    private static Client open(Gateway gateway) throws Exception {
        var exchange = FakeExchange.json("SubscribeToShard", INPUT);
        gateway.handle(exchange);
        Response head = exchange.response();
        assertEquals(200, head.status());
        assertTrue(
                head.headers()
                        .contains(
                                new Header("Content-Type", "application/vnd.amazon.eventstream")));
        return new Client(exchange.pieces());
    }

    private static Client opened(Gateway gateway) throws Exception {
        Client client = open(gateway);
        assertTrue(client.next().text().contains("initial-response"));
        return client;
    }

    @Test
    void aRefusalBeforeTheStreamIsAnOrdinaryError() throws Exception {
        var gateway =
                gateway(
                        (_, _) -> {
                            throw new ApiException("ResourceInUseException", 400, "busy");
                        });
        var exchange = FakeExchange.json("SubscribeToShard", INPUT);
        gateway.handle(exchange);
        assertEquals(400, exchange.response().status());
        assertEquals(
                "{\"__type\":\"ResourceInUseException\",\"message\":\"busy\"}",
                new String(exchange.response().body().toByteArray(), StandardCharsets.UTF_8));
    }

    @Test
    void aRequestInCborIsAnsweredWithTheSameFrames() throws Exception {
        var cbor = new ByteArrayOutputStream();
        cbor.write(0xa3);
        text(cbor, "ConsumerARN");
        text(cbor, "arn:aws:kinesis:r:123456789012:stream/s/consumer/c:1");
        text(cbor, "ShardId");
        text(cbor, "7");
        text(cbor, "StartingPosition");
        cbor.write(0xa1);
        text(cbor, "Type");
        text(cbor, "LATEST");
        var exchange =
                FakeExchange.json("SubscribeToShard", "")
                        .with("content-type", "application/x-amz-cbor-1.1")
                        .body(cbor.toByteArray());
        var source = new Source();
        source.events.add(1);
        gateway(source).handle(exchange);
        assertEquals(200, exchange.response().status());
        var client = new Client(exchange.pieces());
        client.next();
        assertTrue(client.next().text().contains("\"ContinuationSequenceNumber\":\"1\""));
    }

    private static void text(ByteArrayOutputStream out, String text) {
        if (text.length() < 24) out.write(0x60 + text.length());
        else {
            out.write(0x78);
            out.write(text.length());
        }
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void nothingIsMadeBeforeTheClientHasRoom() throws Exception {
        var source = new Source();
        source.events.add(1);
        source.events.add(2);
        Client client = opened(gateway(source));
        assertNull(source.allowances.poll());
        client.next();
        take(source.allowances);
        assertEquals(1, source.events.size());
        assertNull(source.allowances.poll());
        client.next();
        assertEquals(0, source.events.size());
    }

    @Test
    void aSourceWithoutEventsIsAskedAgainWhenItWakes() throws Exception {
        var source = new Source();
        Client client = opened(gateway(source));
        client.ask();
        source.put(1);
        assertTrue(take(client.pieces).text().contains("SubscribeToShardEvent"));
        assertEquals(2, source.allowances.size());
    }

    @Test
    void theEndOfTheSourceIsTheEndOfTheBody() throws Exception {
        var source = new Source();
        source.events.add("end");
        Piece last = opened(gateway(source)).next();
        assertTrue(last.last());
        assertEquals(0, last.bytes().length());
        source.assertClosed();
    }

    @Test
    void anErrorOnTheWayIsTheLastFrame() throws Exception {
        var source = new Source();
        source.events.add(new ApiException("ResourceNotFoundException", 400, "gone"));
        Piece last = opened(gateway(source)).next();
        assertTrue(last.last());
        assertTrue(last.text().contains("ResourceNotFoundException"));
        source.assertClosed();
    }

    @Test
    void aBugOnTheWayIsAnInternalFailure() throws Exception {
        var source = new Source();
        source.events.add(new IllegalStateException("a bug for the log, by intent"));
        Piece last = opened(gateway(source)).next();
        assertTrue(last.last());
        assertTrue(last.text().contains("InternalFailureException"));
        source.assertClosed();
    }

    @Test
    void theSourceHearsThatTheClientHasLeft() throws Exception {
        var source = new Source();
        Client client = opened(gateway(source));
        client.ask();
        Runnable waker = take(source.wakers);
        client.body.cancel();
        source.assertClosed();
        waker.run();
        assertEquals(1, source.allowances.size());
    }

    @Test
    void aServerThatStopsEndsTheBody() throws Exception {
        var source = new Source();
        Client client = opened(gateway(source));
        client.ask();
        take(source.wakers);
        client.body.finish();
        assertTrue(take(client.pieces).last());
        source.assertClosed();
    }

    @Test
    void aServerThatStopsEndsTheBodyOfABusyClientWithItsNextPiece() throws Exception {
        var source = new Source();
        source.events.add(1);
        source.events.add(1);
        Client client = opened(gateway(source));
        client.next();
        client.body.finish();
        Piece last = client.next();
        assertTrue(last.last());
        assertEquals(0, last.bytes().length());
    }

    @Test
    void whoDoesNotTakeItsEventsLeavesSmallerOnesToOthersButNeverNone() throws Exception {
        Source[] sources = new Source[100];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = new Source();
            sources[i].events.add(FILL);
        }
        var gateway = gateway(sources);
        int first = 0;
        int last = 0;
        long held = 0;
        for (Source source : sources) {
            held += opened(gateway).next().bytes().length();
            last = take(source.allowances);
            if (first == 0) first = last;
        }
        assertEquals(64 << 10, first);
        assertEquals(16 << 10, last);
        assertTrue(held < 5 << 20, "held " + held);
    }

    @Test
    void oneRecordLargerThanAllowedWaitsForItsMemory() throws Exception {
        Source[] sources = {new Source(), new Source()};
        for (Source source : sources) source.events.add(LARGE);
        var gateway = gateway(sources);
        Piece held = opened(gateway).next();
        assertTrue(held.bytes().length() > LARGE);
        Client second = opened(gateway);
        second.ask();
        take(sources[1].allowances);
        assertNull(second.pieces.poll(50, TimeUnit.MILLISECONDS));
        held.gone().run();
        assertTrue(take(second.pieces).bytes().length() > LARGE);
    }

    @Test
    void whoWaitsForMemoryIsStillEndedWhenTheServerStops() throws Exception {
        Source[] sources = {new Source(), new Source()};
        for (Source source : sources) source.events.add(LARGE);
        var gateway = gateway(sources);
        Piece held = opened(gateway).next();
        Client second = opened(gateway);
        second.ask();
        take(sources[1].allowances);
        second.body.finish();
        assertTrue(take(second.pieces).last());
        held.gone().run();
        sources[1].assertClosed();
    }
}
