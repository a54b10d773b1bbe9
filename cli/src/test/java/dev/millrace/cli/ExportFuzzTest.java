package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.stream.HashKey;

import software.amazon.awssdk.core.SdkBytes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Exports, in both forms: refused, or read and, written again, read the same. The first byte of an
/// input says whether the checksums of blocks are made to match, so that mutations get behind them.
class ExportFuzzTest extends ParserFuzzing {
    private static final byte SEALED = 1;

    ExportFuzzTest() {
        super(
                "exports",
                "MLREXP01",
                "MREB",
                hex("00000000"),
                hex("ffffffff"),
                hex("ffffff7f"),
                "shardId-000000000000",
                "{",
                "}",
                "[",
                "\"",
                ":",
                ",",
                "\n",
                "\r\n",
                "\\u0000",
                "\"partitionKey\"",
                "\"data\"",
                "\"dataBase64\"",
                "\"AA==\"",
                "\"explicitHashKey\"",
                "\"arrival\"",
                "\"2026-11-21T10:00:00Z\"",
                "\"+1000000000-12-31T23:59:59.999999999Z\"",
                "null",
                "1e999");
    }

    @Override
    protected List<byte[]> examples() throws IOException {
        var records = new ArrayList<StreamRecord>();
        for (int i = 0; i < 3; i++)
            records.add(
                    new StreamRecord(
                            "shardId-000000000000",
                            "4957000000000000000000000000000000000000000000000000000" + i,
                            Instant.ofEpochMilli(1_600_000_000_000L + i),
                            "key" + i,
                            i == 1 ? HashKey.MAX.toString() : null,
                            SdkBytes.fromByteArray(new byte[] {(byte) (i == 2 ? 0xff : 'a')})));
        var examples = new ArrayList<byte[]>();
        for (ExportFormat format : ExportFormat.values()) {
            byte[] file = written(format, records);
            for (byte sealed = 0; sealed <= SEALED; sealed++) {
                byte[] input = new byte[1 + file.length];
                input[0] = sealed;
                System.arraycopy(file, 0, input, 1, file.length);
                examples.add(input);
            }
        }
        return examples;
    }

    private static byte[] written(ExportFormat format, List<StreamRecord> records)
            throws IOException {
        var out = new ByteArrayOutputStream();
        RecordWriter writer = format.writer(out);
        for (StreamRecord record : records) writer.write(List.of(record));
        writer.finish();
        return out.toByteArray();
    }

    @Override
    protected int longest() {
        return 1 << 10;
    }

    /// Readers' buffers, once for reading and once for reading what was written.
    @Override
    protected long mostBytes(int length) {
        return (2 << 20) + 1024L * length;
    }

    @Override
    public void parse(byte[] input) throws IOException {
        if (input.length == 0) return;
        byte[] file = new byte[input.length - 1];
        System.arraycopy(input, 1, file, 0, file.length);
        if (input[0] == SEALED) seal(file);
        List<StreamRecord> records;
        try {
            records = read(file);
        } catch (BadExportException refused) {
            return;
        }
        boolean binary = file.length > 0 && file[0] == 'M';
        ExportFormat format = binary ? ExportFormat.BINARY : ExportFormat.JSON;
        try {
            assertEquals(records, read(written(format, records)));
        } catch (BadExportException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static List<StreamRecord> read(byte[] file) throws IOException, BadExportException {
        RecordReader reader = ExportFormat.detect(new ByteArrayInputStream(file));
        var records = new ArrayList<StreamRecord>();
        for (StreamRecord record; (record = reader.next()) != null; ) records.add(record);
        if (file.length > 0 && file[0] == 'M') assertNull(reader.next());
        return records;
    }

    private static void seal(byte[] file) {
        ByteBuffer fields = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length >= Block.FILE_HEADER) fields.putInt(12, Block.crc(file, 0, 12));
        for (int at = Block.FILE_HEADER; at + Block.HEADER <= file.length; ) {
            long end = at + Block.HEADER + (long) fields.getInt(at + 8);
            if (end < at + Block.HEADER || end > file.length) return;
            fields.putInt(at + 4, Block.crc(file, at + 8, (int) end));
            at = (int) end;
        }
    }
}
