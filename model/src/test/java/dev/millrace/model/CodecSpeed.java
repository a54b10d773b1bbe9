package dev.millrace.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.PutRecordsResultEntry;
import dev.millrace.model.kinesis.Record;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Prints how long requests and answers of 500 records take to read and write; no test.
final class CodecSpeed {
    private static final int RECORDS = 500;
    private static final int ROUNDS = 4000;

    private CodecSpeed() {}

    public static void main(String[] args) {
        for (int pass = 0; pass < 2; pass++)
            for (int size : new int[] {100, 1024}) {
                measureReading(size + " B", putRecords(size, size));
                measureReading("about " + size + " B", putRecords(size / 2, size + size / 2));
                measureWriting(size);
            }
    }

    private static void measureReading(String kind, PutRecordsInput input) {
        byte[] json = written(json(input), input);
        byte[] cbor = written(cbor(input), input);
        String what = "PutRecords of " + RECORDS + " × " + kind;
        report("read JSON " + what, () -> new JsonReader(json, 0, json.length));
        report("read CBOR " + what, () -> new CborReader(cbor, 0, cbor.length));
        byte[] escaped = new String(json, ISO_8859_1).replace("/", "\\/").getBytes(ISO_8859_1);
        report("read escaped JSON " + what, () -> new JsonReader(escaped, 0, escaped.length));
        time(
                "validate " + what,
                () -> {
                    var violations = new Violations();
                    PutRecordsInput.TYPE.validate(input, violations);
                    return violations.isEmpty() ? 1 : 0;
                });
    }

    private static void report(String what, Supplier<ShapeReader> readers) {
        time(
                what,
                () -> {
                    ShapeReader reader = readers.get();
                    PutRecordsInput read = PutRecordsInput.TYPE.read(reader);
                    reader.end();
                    return read.streamName() == null ? -1 : 1;
                });
    }

    private static void measureWriting(int size) {
        var random = new Random(size);
        var records = new ArrayList<Record>();
        var results = new ArrayList<PutRecordsResultEntry>();
        for (int i = 0; i < RECORDS; i++) {
            String number =
                    new BigInteger("495903382714902566085596925383615710959").toString() + i;
            records.add(
                    Record.builder()
                            .data(blob(random, size))
                            .partitionKey("user-" + i)
                            .sequenceNumber(number)
                            .approximateArrivalTimestamp(Instant.ofEpochMilli(1538160219636L + i))
                            .build());
            results.add(
                    PutRecordsResultEntry.builder()
                            .shardId("shardId-000000000000")
                            .sequenceNumber(number)
                            .build());
        }
        var read = GetRecordsOutput.builder().records(records).millisBehindLatest(0L).build();
        var put = PutRecordsOutput.builder().records(results).failedRecordCount(0).build();
        String what = RECORDS + " × " + size + " B";
        time("write JSON GetRecords of " + what, () -> write(json(read), read));
        time("write CBOR GetRecords of " + what, () -> write(cbor(read), read));
        time("write JSON PutRecords answer of " + RECORDS, () -> write(json(put), put));
        time("write CBOR PutRecords answer of " + RECORDS, () -> write(cbor(put), put));
    }

    private static ShapeWriter json(Shape shape) {
        return new JsonWriter(shape.roughSize());
    }

    private static ShapeWriter cbor(Shape shape) {
        return new CborWriter(shape.roughSize());
    }

    private static int write(ShapeWriter writer, Shape shape) {
        shape.write(writer);
        return writer.length();
    }

    private static byte[] written(ShapeWriter writer, Shape shape) {
        shape.write(writer);
        return writer.toByteArray();
    }

    private static PutRecordsInput putRecords(int least, int most) {
        var random = new Random(least);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++)
            entries.add(
                    PutRecordsRequestEntry.builder()
                            .data(blob(random, random.nextInt(least, most + 1)))
                            .partitionKey("user-" + random.nextInt(100_000))
                            .build());
        return PutRecordsInput.builder().records(entries).streamName("my-stream").build();
    }

    private static Blob blob(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Blob.of(bytes);
    }

    /// Prints the median and the best of many rounds.
    private static void time(String what, Supplier<Integer> work) {
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long from = System.nanoTime();
            if (work.get() < 0) throw new AssertionError();
            nanos[i] = System.nanoTime() - from;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%6.1f µs (best %6.1f)  %s%n", nanos[ROUNDS / 2] / 1e3, nanos[0] / 1e3, what);
    }
}
