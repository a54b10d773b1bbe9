package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.kinesis.AddTagsToStreamInput;
import dev.millrace.model.kinesis.Consumer;
import dev.millrace.model.kinesis.DescribeStreamOutput;
import dev.millrace.model.kinesis.EnhancedMetrics;
import dev.millrace.model.kinesis.HashKeyRange;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.SequenceNumberRange;
import dev.millrace.model.kinesis.Shard;
import dev.millrace.model.kinesis.StreamDescription;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

class WriterTest {
    private static String json(Shape shape) {
        var writer = new JsonWriter();
        shape.write(writer);
        return new String(writer.toByteArray(), StandardCharsets.UTF_8);
    }

    private static String cbor(Shape shape) {
        var writer = new CborWriter();
        shape.write(writer);
        return HexFormat.of().formatHex(writer.toByteArray());
    }

    @Test
    void describesAStreamAsTheServiceDoes() {
        var shard =
                Shard.builder()
                        .shardId("shardId-000000000000")
                        .hashKeyRange(new HashKeyRange("0", "34"))
                        .sequenceNumberRange(new SequenceNumberRange("4959", null))
                        .build();
        var description =
                StreamDescription.builder()
                        .streamName("S")
                        .streamStatus("ACTIVE")
                        .shards(List.of(shard))
                        .hasMoreShards(false)
                        .retentionPeriodHours(24)
                        .streamCreationTimestamp(Instant.ofEpochSecond(1_745_000_000))
                        .enhancedMonitoring(List.of(new EnhancedMetrics(List.of())))
                        .encryptionType("NONE")
                        .build();
        assertEquals(
                """
                {"StreamDescription":{"StreamName":"S","StreamStatus":"ACTIVE",\
                "Shards":[{"ShardId":"shardId-000000000000",\
                "HashKeyRange":{"StartingHashKey":"0","EndingHashKey":"34"},\
                "SequenceNumberRange":{"StartingSequenceNumber":"4959"}}],\
                "HasMoreShards":false,"RetentionPeriodHours":24,\
                "StreamCreationTimestamp":1.745E9,\
                "EnhancedMonitoring":[{"ShardLevelMetrics":[]}],"EncryptionType":"NONE"}}\
                """,
                json(new DescribeStreamOutput(description)));
    }

    @ParameterizedTest
    @CsvSource({
        "1538160219636, 1.538160219636E9",
        "1538160219630, 1.53816021963E9",
        "1538160219000, 1.538160219E9",
        "1000000000000, 1.0E9",
        "0, 0.0E0",
        "1, 1.0E-3",
        "12, 1.2E-2",
        "1000, 1.0E0",
        "-1, -1.0E-3",
        "-1538160219636, -1.538160219636E9",
        "9223372036854775807, 9.223372036854775807E15",
        "-9223372036854775808, -9.223372036854775808E15"
    })
    void pointsInTimeAreInScientificNotation(long millis, String expected) {
        var consumer =
                Consumer.builder().consumerCreationTimestamp(Instant.ofEpochMilli(millis)).build();
        assertEquals("{\"ConsumerCreationTimestamp\":" + expected + "}", json(consumer));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                9,
                10,
                -1,
                -10,
                99,
                100,
                2147483647,
                2147483648L,
                -2147483649L,
                999999999999999999L,
                1000000000000000000L,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void numbersAreWrittenAsJavaWritesThem(long number) {
        var writer = new JsonWriter();
        writer.number(number);
        assertEquals(
                Long.toString(number), new String(writer.toByteArray(), StandardCharsets.US_ASCII));
    }

    @Test
    void whatJsonForbidsInStringsIsEscaped() {
        assertEquals(
                "{\"StreamName\":\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0000\\u001f\u007fü日🐟?\"}",
                json(
                        PutRecordInput.builder()
                                .streamName("a\"b\\c/\b\f\n\r\t\u0000\u001f\u007fü日🐟\ud800")
                                .build()));
    }

    @Test
    void mapsKeepTheirKeys() {
        assertEquals(
                "{\"Tags\":{\"a\\nb\":\"c\"}}",
                json(AddTagsToStreamInput.builder().tags(Map.of("a\nb", "c")).build()));
    }

    @Test
    void cborIsWrittenInTheDialectOfTheService() {
        var consumer =
                Consumer.builder()
                        .consumerName("c")
                        .consumerCreationTimestamp(Instant.ofEpochMilli(1538160219636L))
                        .build();
        assertEquals(
                "bf"
                        + "6c436f6e73756d65724e616d65"
                        + "6163"
                        + "7819436f6e73756d65724372656174696f6e54696d657374616d70"
                        + "c11b00000166217e55f4"
                        + "ff",
                cbor(consumer));
    }

    @Test
    void nothingIsNoBytes() {
        assertEquals("", json(Nothing.NOTHING));
        assertEquals("", cbor(Nothing.NOTHING));
    }

    @Test
    void anErrorBodyIsWrittenByHand() {
        var writer = new JsonWriter();
        writer.beginStructure();
        writer.member(MemberName.of("__type"), "ResourceNotFoundException");
        writer.member(MemberName.of("message"), (String) null);
        writer.endStructure();
        assertEquals(
                "{\"__type\":\"ResourceNotFoundException\"}",
                new String(writer.array(), 0, writer.length(), StandardCharsets.US_ASCII));
    }

    @Test
    void aWriterIsUsedAgainAfterReset() {
        var writer = new JsonWriter(1);
        for (String name : new String[] {"a".repeat(5000), "b"}) {
            writer.reset();
            PutRecordInput.builder().streamName(name).build().write(writer);
            assertEquals(
                    "{\"StreamName\":\"" + name + "\"}",
                    new String(writer.toByteArray(), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void namesThatWouldNeedEscapingAreRefused() {
        for (String name : new String[] {"", "a\"b", "ü", "a".repeat(256)})
            assertThrows(IllegalArgumentException.class, () -> MemberName.of(name));
    }
}
