package dev.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.ChildShard;
import dev.millrace.model.kinesis.HashKeyRange;
import dev.millrace.model.kinesis.Record;
import dev.millrace.model.kinesis.SubscribeToShardEvent;
import dev.millrace.model.kinesis.SubscribeToShardOutput;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Frames as the decoder of the AWS SDK for Java reads them.
class EventStreamTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<Message> decode(byte[] bytes) {
        var decoder = new MessageDecoder();
        decoder.feed(bytes);
        return decoder.getDecodedMessages();
    }

    private static Message decode(Blob frame) {
        List<Message> messages = decode(frame.toByteArray());
        assertEquals(1, messages.size());
        return messages.getFirst();
    }

    private static Map<String, String> headers(Message message) {
        var headers = new HashMap<String, String>();
        message.getHeaders().forEach((name, value) -> headers.put(name, value.getString()));
        return headers;
    }

    private static JsonNode payload(Message message) throws Exception {
        return JSON.readTree(message.getPayload());
    }

    private static SubscribeToShardEvent event(List<Record> records) {
        return new SubscribeToShardEvent(records, "17", 0L, null);
    }

    @Test
    void theFirstFrameIsTheInitialResponse() throws Exception {
        Message message =
                decode(EventStream.initialResponse(SubscribeToShardOutput.builder().build()));
        assertEquals(
                Map.of(":event-type", "initial-response", ":message-type", "event"),
                headers(message));
        assertEquals("{}", payload(message).toString());
    }

    @Test
    void anEventNamesItselfAndItsContentInTheServicesOrder() throws Exception {
        Message message =
                decode(
                        EventStream.event(
                                event(
                                        List.of(
                                                new Record(
                                                        "5",
                                                        Instant.ofEpochMilli(1_538_160_219_636L),
                                                        Blob.of(new byte[] {1, 2}),
                                                        "käse",
                                                        null)))));
        assertEquals(
                List.of(":event-type", ":content-type", ":message-type"),
                List.copyOf(message.getHeaders().keySet()));
        assertEquals(
                Map.of(
                        ":event-type",
                        "SubscribeToShardEvent",
                        ":content-type",
                        "application/json",
                        ":message-type",
                        "event"),
                headers(message));
        assertEquals(
                JSON.readTree(
                        """
                        {"Records": [{"SequenceNumber": "5", "Data": "AQI=", "PartitionKey": "käse",
                          "ApproximateArrivalTimestamp": 1.538160219636E9}],
                         "ContinuationSequenceNumber": "17", "MillisBehindLatest": 0}
                        """),
                payload(message));
    }

    @Test
    void theEndOfAShardHasChildrenAndNoContinuation() throws Exception {
        var child = new ChildShard("c", List.of("p"), new HashKeyRange("0", "9"));
        JsonNode payload =
                payload(
                        decode(
                                EventStream.event(
                                        new SubscribeToShardEvent(
                                                List.of(), null, 0L, List.of(child)))));
        assertFalse(payload.has("ContinuationSequenceNumber"));
        assertEquals("c", payload.at("/ChildShards/0/ShardId").asText());
        assertTrue(payload.get("Records").isEmpty());
    }

    @Test
    void anErrorIsAnExceptionFrame() throws Exception {
        Message message =
                decode(
                        EventStream.error(
                                new ApiException("ResourceNotFoundException", 400, "gone")));
        assertEquals(
                Map.of(
                        ":exception-type",
                        "ResourceNotFoundException",
                        ":content-type",
                        "application/json",
                        ":message-type",
                        "exception"),
                headers(message));
        assertEquals("{\"message\":\"gone\"}", payload(message).toString());
    }

    /// The union of the model calls it so; elsewhere on the wire it is InternalFailure.
    @Test
    void anInternalFailureHasItsNameInTheModel() throws Exception {
        Message message = decode(EventStream.error(new ApiException("InternalFailure", 500, null)));
        assertEquals("InternalFailureException", headers(message).get(":exception-type"));
        assertEquals("{}", payload(message).toString());
    }

    /// Byte for byte what the SDK's own encoder makes of the same message.
    @Property(tries = 200)
    void framesAreTheSdksOwn(@ForAll("events") SubscribeToShardEvent event) throws Exception {
        Blob frame = EventStream.event(event);
        Message message = decode(frame);
        assertEquals(Blob.of(bytes(message.toByteBuffer())), frame);
        JsonNode payload = payload(message);
        assertEquals(records(event).size(), payload.get("Records").size());
        for (int i = 0; i < records(event).size(); i++) {
            JsonNode record = payload.get("Records").get(i);
            assertEquals(records(event).get(i).partitionKey(), record.get("PartitionKey").asText());
            assertEquals(records(event).get(i).data(), Blob.of(record.get("Data").binaryValue()));
        }
    }

    private static List<Record> records(SubscribeToShardEvent event) {
        List<Record> records = event.records();
        return records == null ? List.of() : records;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /// A stream arrives in whatever pieces the network makes of it.
    @Property(tries = 50)
    void aStreamIsReadInAnyPieces(
            @ForAll("eventLists") List<SubscribeToShardEvent> events, @ForAll byte cut)
            throws Exception {
        var decoder = new MessageDecoder();
        var got = new ArrayList<Message>();
        int step = 1 + (cut & 0xff);
        for (SubscribeToShardEvent event : events) {
            byte[] frame = EventStream.event(event).toByteArray();
            for (int at = 0; at < frame.length; at += step)
                decoder.feed(frame, at, Math.min(step, frame.length - at));
        }
        got.addAll(decoder.getDecodedMessages());
        assertEquals(events.size(), got.size());
    }

    /// The checksums cover every byte: no single one can change unnoticed.
    @Property(tries = 300)
    void aDamagedFrameIsRefused(
            @ForAll("events") SubscribeToShardEvent event, @ForAll int place, @ForAll byte change) {
        if (change == 0) return;
        byte[] frame = EventStream.event(event).toByteArray();
        frame[Math.floorMod(place, frame.length)] ^= change;
        var decoder = new MessageDecoder();
        // A length that grew makes the decoder wait for more: then nothing is decoded either.
        try {
            decoder.feed(frame);
        } catch (IllegalArgumentException checksum) {
            return;
        }
        assertTrue(decoder.getDecodedMessages().isEmpty());
    }

    @Test
    void theDecoderDoesCheckThePrelude() {
        byte[] frame = EventStream.event(event(List.of())).toByteArray();
        frame[11] ^= 1;
        assertThrows(IllegalArgumentException.class, () -> decode(frame));
    }

    @Test
    void headersAreText() {
        for (HeaderValue value : decode(EventStream.event(event(List.of()))).getHeaders().values())
            assertEquals(HeaderValue.fromString(value.getString()), value);
    }

    @Provide
    Arbitrary<SubscribeToShardEvent> events() {
        return Combinators.combine(
                        Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(20),
                        Arbitraries.strings().ofMaxLength(20).map(EventStreamTest::paired),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(300))
                .as(
                        (number, key, data) ->
                                new Record(number, Instant.EPOCH, Blob.of(data), key, null))
                .list()
                .ofMaxSize(5)
                .map(EventStreamTest::event);
    }

    @Provide
    Arbitrary<List<SubscribeToShardEvent>> eventLists() {
        return events().list().ofMaxSize(5);
    }

    /// Unpaired surrogates have no UTF-8.
    private static String paired(String text) {
        return text.codePoints()
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
