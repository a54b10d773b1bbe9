package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import software.amazon.awssdk.core.SdkBytes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

class ExportFormatTest {
    @Provide
    Arbitrary<List<List<StreamRecord>>> exports() {
        Arbitrary<String> keys =
                Arbitraries.strings()
                        .excludeChars('\0')
                        .ofMinLength(1)
                        .ofMaxLength(256)
                        .filter(key -> key.equals(roundTrip(key)));
        Arbitrary<String> hashKeys =
                Arbitraries.bigIntegers()
                        .between(
                                BigInteger.ZERO,
                                BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE))
                        .map(BigInteger::toString)
                        .injectNull(0.5);
        Arbitrary<StreamRecord> records =
                Combinators.combine(
                                Arbitraries.bigIntegers()
                                        .between(BigInteger.ZERO, BigInteger.ONE.shiftLeft(186)),
                                Arbitraries.longs().between(0, 253_402_300_799_999L),
                                keys,
                                hashKeys,
                                Arbitraries.bytes().array(byte[].class).ofMaxSize(3_000))
                        .as(
                                (number, arrivalMs, key, hashKey, data) ->
                                        new StreamRecord(
                                                "",
                                                number.toString(),
                                                Instant.ofEpochMilli(arrivalMs),
                                                key,
                                                hashKey,
                                                SdkBytes.fromByteArray(data)));
        Arbitrary<List<StreamRecord>> batches =
                Combinators.combine(
                                Arbitraries.integers().between(0, 99_999),
                                records.list().ofMinSize(1).ofMaxSize(8))
                        .as(
                                (shard, some) ->
                                        some.stream()
                                                .map(it -> in("shardId-%012d".formatted(shard), it))
                                                .toList());
        return batches.list().ofMaxSize(5);
    }

    private static String roundTrip(String key) {
        return new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static StreamRecord in(String shardId, StreamRecord it) {
        return new StreamRecord(
                shardId,
                it.sequenceNumber(),
                it.arrival(),
                it.partitionKey(),
                it.explicitHashKey(),
                it.data());
    }

    private static byte[] written(ExportFormat format, List<List<StreamRecord>> batches)
            throws IOException {
        var out = new ByteArrayOutputStream();
        RecordWriter writer = format.writer(out);
        for (List<StreamRecord> batch : batches) writer.write(batch);
        writer.finish();
        return out.toByteArray();
    }

    private static List<StreamRecord> read(byte[] bytes) throws IOException, BadExportException {
        RecordReader reader = ExportFormat.detect(new ByteArrayInputStream(bytes));
        var records = new ArrayList<StreamRecord>();
        for (StreamRecord record; (record = reader.next()) != null; ) records.add(record);
        return records;
    }

    @Property(tries = 200)
    void whatIsWrittenIsReadBackInBothForms(
            @ForAll("exports") List<List<StreamRecord>> batches, @ForAll ExportFormat format)
            throws Exception {
        List<StreamRecord> records = batches.stream().flatMap(List::stream).toList();
        assertEquals(records, read(written(format, batches)));
    }

    /// Every bit is covered by a checksum or is refused by what it says.
    @Property(tries = 500)
    void aBinaryFileWithAnyByteChangedIsRefused(
            @ForAll("exports") List<List<StreamRecord>> batches, @ForAll Random random)
            throws Exception {
        byte[] bytes = written(ExportFormat.BINARY, batches);
        // The first bytes tell the form: without them it is taken for JSON, and refused as that.
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        assertThrows(BadExportException.class, () -> read(bytes));
    }

    @Property(tries = 200)
    void aBinaryFileThatIsCutOffOrGoesOnIsRefused(
            @ForAll("exports") List<List<StreamRecord>> batches, @ForAll Random random)
            throws Exception {
        byte[] bytes = written(ExportFormat.BINARY, batches);
        int length = Block.MAGIC.length + random.nextInt(bytes.length - Block.MAGIC.length);
        byte[] cut = Arrays.copyOf(bytes, length);
        var refusal = assertThrows(BadExportException.class, () -> read(cut));
        String said = String.valueOf(refusal.getMessage());
        assertTrue(said.contains("was not finished"), said);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
        assertThrows(BadExportException.class, () -> read(longer));
    }

    /// Blocks whose checksums are right and whose contents are anything.
    @Property(tries = 1_000)
    void aBlockOfNonsenseIsRefusedOrRead(@ForAll byte[] payload, @ForAll byte records)
            throws Exception {
        byte[] block = new byte[Block.HEADER + payload.length];
        ByteBuffer fields = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        fields.putInt(Block.BLOCK_MAGIC).putInt(0).putInt(payload.length).putInt(records);
        fields.putLong(0).put(payload);
        fields.putInt(4, Block.crc(block, 8, block.length));
        var file = new ByteArrayOutputStream();
        file.write(written(ExportFormat.BINARY, List.of()), 0, Block.FILE_HEADER);
        file.write(block);
        // There is no last block, so that it cannot be right altogether unless this is it.
        if (payload.length == 0 && records == 0) assertEquals(List.of(), read(file.toByteArray()));
        else assertThrows(BadExportException.class, () -> read(file.toByteArray()));
    }

    @Example
    void theBytesOfTheBinaryFormStay() throws Exception {
        var record =
                new StreamRecord(
                        "shardId-000000000001",
                        "258",
                        Instant.ofEpochMilli(1_700_000_000_000L),
                        "key",
                        "255",
                        SdkBytes.fromUtf8String("data"));
        String block = // of one record, without its checksum
                "3e000000" // length
                        + "01000000" // records
                        + "0000000000000000" // first
                        + "14"
                        + HexFormat.of()
                                .formatHex(
                                        "shardId-000000000001".getBytes(StandardCharsets.US_ASCII))
                        + "25000000" // length of the record
                        + "0068e5cf8b010000" // arrival
                        + "020102" // sequence number
                        + "10000000000000000000000000000000ff" // hash key
                        + "03006b6579"
                        + "64617461";
        String hex =
                HexFormat.of().formatHex(written(ExportFormat.BINARY, List.of(List.of(record))));
        assertEquals("4d4c524558503031" + "01000000", hex.substring(0, 24));
        assertEquals("4d524542", hex.substring(32, 40));
        assertEquals(block, hex.substring(48, 48 + block.length()));
        assertEquals("4d524542", hex.substring(48 + block.length(), 56 + block.length()));
        assertEquals(
                "00000000" + "00000000" + "0100000000000000", hex.substring(64 + block.length()));
    }

    @Example
    void aLargeBatchBecomesSeveralBlocks() throws Exception {
        byte[] data = new byte[400_000];
        new Random(1).nextBytes(data);
        var record =
                new StreamRecord(
                        "shardId-000000000000",
                        "7",
                        Instant.EPOCH,
                        "k",
                        null,
                        SdkBytes.fromByteArray(data));
        List<StreamRecord> batch = java.util.Collections.nCopies(10, record);
        List<StreamRecord> read = read(written(ExportFormat.BINARY, List.of(batch)));
        assertEquals(10, read.size());
        assertArrayEquals(data, read.getLast().data().asByteArray());
    }

    @Example
    void aVersionThatIsNotKnownIsNamed() {
        byte[] header = new byte[Block.FILE_HEADER];
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        fields.put(Block.MAGIC).putInt(2).putInt(Block.crc(header, 0, 12));
        assertEquals(
                "it is of version 2; this Millrace reads version 1",
                assertThrows(BadExportException.class, () -> read(header)).getMessage());
    }

    @Example
    void aLineOfAnotherMakingNeedsAKeyAndDataOnly() throws Exception {
        String lines = "{\"partitionKey\":\"a\",\"data\":\"ü\",\"more\":1}\n\n";
        assertEquals(
                List.of(new StreamRecord("", "", null, "a", null, SdkBytes.fromUtf8String("ü"))),
                read(lines.getBytes(StandardCharsets.UTF_8)));
    }

    @Example
    void aLineThatIsNoRecordIsNamed() {
        assertRefused("line 2: it is not JSON", "nonsense");
        assertRefused("line 2: it is no JSON object", "[1]");
        assertRefused("line 2: it has no partitionKey", "{\"data\":\"x\"}");
        assertRefused("line 2: partitionKey is no text", "{\"partitionKey\":1,\"data\":\"x\"}");
        assertRefused(
                "line 2: it needs one of data and dataBase64",
                "{\"partitionKey\":\"a\",\"data\":\"x\",\"dataBase64\":\"eA==\"}");
        assertRefused(
                "line 2: dataBase64 is not Base64",
                "{\"partitionKey\":\"a\",\"dataBase64\":\"?\"}");
        assertRefused(
                "line 2: explicitHashKey is no number from 0 to 2^128-1",
                "{\"partitionKey\":\"a\",\"data\":\"x\",\"explicitHashKey\":\"-1\"}");
        assertRefused(
                "line 2: arrival is no time such as 2026-11-21T10:00:00Z",
                "{\"partitionKey\":\"a\",\"data\":\"x\",\"arrival\":\"noon\"}");
    }

    private static void assertRefused(String expected, String line) {
        byte[] bytes =
                ("{\"partitionKey\":\"a\",\"data\":\"x\"}\n" + line + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        assertEquals(
                expected, assertThrows(BadExportException.class, () -> read(bytes)).getMessage());
    }
}
