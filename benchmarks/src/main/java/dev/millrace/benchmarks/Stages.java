package dev.millrace.benchmarks;

import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsResultEntry;
import dev.millrace.model.kinesis.Record;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.SequenceNumber;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardTable;
import dev.millrace.wire.AwsCbor;
import dev.millrace.wire.AwsJson;
import dev.millrace.wire.Decoded;
import dev.millrace.wire.Protocol;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/// What a record of a request of 500 costs on one thread, stage by stage, in nanoseconds. Public
/// because JMH makes subclasses.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Bodies.BATCH)
@Fork(1)
public class Stages {
    private static final long SECOND = 1_800_000_000L;
    private static final int SHARDS = 100;

    /// Bytes of a record's data.
    @Param({"100", "1024"})
    public int bytes;

    private final byte[] decoded = new byte[1024];
    private List<byte[]> keys = List.of();
    private List<byte[]> base64 = List.of();
    private byte[] plain = {};
    private Blob json = Blob.of(plain);
    private Blob cbor = Blob.of(plain);
    private PutRecordsOutput put = PutRecordsOutput.builder().build();
    private GetRecordsOutput got = GetRecordsOutput.builder().build();
    private ShardTable shards = StageStream.of(1).table();

    /// Makes what the stages work on.
    @Setup(Level.Trial)
    public void prepare() {
        var bodies = new Bodies();
        PutRecordsInput input = bodies.input("benchmark", bytes);
        json = AwsJson.V1_1.encode(input);
        cbor = AwsCbor.V1_1.encode(input);
        List<Bodies.Entry> entries = bodies.entries(Bodies.BATCH, bytes);
        keys = entries.stream().map(entry -> entry.key().getBytes(StandardCharsets.UTF_8)).toList();
        base64 =
                entries.stream()
                        .map(entry -> Base64.getEncoder().encode(entry.data().array()))
                        .toList();
        plain = bodies.entry(Bodies.BATCH * bytes).data().array();
        shards = StageStream.of(SHARDS).table();
        var results = new ArrayList<PutRecordsResultEntry>();
        var records = new ArrayList<Record>();
        for (int i = 0; i < Bodies.BATCH; i++) {
            String number = new SequenceNumber(SECOND, i + 1, SECOND, 1).toString();
            results.add(new PutRecordsResultEntry(number, BenchmarkStream.shardId(1), null, null));
            records.add(
                    new Record(
                            number,
                            Instant.ofEpochSecond(SECOND),
                            entries.get(i).data(),
                            entries.get(i).key(),
                            null));
        }
        put = new PutRecordsOutput(0, results, null);
        got = new GetRecordsOutput(records, "A".repeat(200), 0L, null);
    }

    @Benchmark
    public Decoded<PutRecordsInput> decodePutRecordsJson() {
        return decode(AwsJson.V1_1, json);
    }

    @Benchmark
    public Decoded<PutRecordsInput> decodePutRecordsCbor() {
        return decode(AwsCbor.V1_1, cbor);
    }

    private static Decoded<PutRecordsInput> decode(Protocol protocol, Blob body) {
        return protocol.decode(PutRecordsInput.TYPE, body);
    }

    /// Contained in decoding JSON.
    @Benchmark
    public void base64(Blackhole into) {
        for (byte[] text : base64) into.consume(Base64.getDecoder().decode(text, decoded));
    }

    @Benchmark
    public void hashAndRoute(Blackhole into) {
        for (byte[] key : keys) {
            Shard shard = shards.route(HashKey.ofPartitionKey(key));
            into.consume(shard);
        }
    }

    /// As much of a checksum as a record's data needs.
    @Benchmark
    public long checksum() {
        var crc = new CRC32C();
        crc.update(plain);
        return crc.getValue();
    }

    @Benchmark
    public void sequenceNumbers(Blackhole into) {
        Shard shard = shards.open().getFirst();
        for (int i = 0; i < Bodies.BATCH; i++) into.consume(shard.numberOf(i + 1, SECOND * 1_000));
    }

    @Benchmark
    public Blob encodePutRecordsJson() {
        return AwsJson.V1_1.encode(put);
    }

    @Benchmark
    public Blob encodePutRecordsCbor() {
        return AwsCbor.V1_1.encode(put);
    }

    @Benchmark
    public Blob encodeGetRecordsJson() {
        return AwsJson.V1_1.encode(got);
    }

    @Benchmark
    public Blob encodeGetRecordsCbor() {
        return AwsCbor.V1_1.encode(got);
    }
}
