package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.stream.CallMeter;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Limits;
import dev.millrace.stream.Meters;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.ShardIterator;
import dev.millrace.stream.ShardMetric;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.TokenSeal;

import java.util.Objects;

final class GetRecords implements Handler.Blocking<GetRecordsInput, GetRecordsOutput> {
    private static final int MOST_RECORDS = 10_000;
    private static final int MOST_BYTES = 10 << 20;

    /// What was read, its Base64 in JSON, and as much again while that grows.
    static final int MOST_ANSWER_BYTES = 4 * MOST_BYTES;

    private final Catalog catalog;
    private final StreamAddress address;
    private final ShardReader reader;
    private final Clock clock;
    private final Limits limits;
    private final TokenSeal seal;
    private final Meters meters;

    GetRecords(
            Catalog catalog,
            StreamAddress address,
            ShardReader reader,
            Clock clock,
            Limits limits,
            TokenSeal seal,
            Meters meters) {
        this.catalog = catalog;
        this.address = address;
        this.reader = reader;
        this.clock = clock;
        this.limits = limits;
        this.seal = seal;
        this.meters = meters;
    }

    @Override
    public GetRecordsOutput handle(Caller caller, GetRecordsInput input) throws ApiException {
        long startNs = clock.nanos();
        long nowMs = clock.wallMs();
        ShardIterator iterator =
                ShardIterator.open(Objects.requireNonNull(input.shardIterator()), seal);
        if (iterator == null) throw ApiErrors.of(new Refusal.IteratorInvalid());
        if (iterator.isExpired(nowMs))
            throw ApiErrors.of(new Refusal.IteratorExpired(iterator.issuedMs(), nowMs));
        Stream stream = catalog.find(iterator.stream());
        StreamName name = stream == null ? catalog.findDeleted(iterator.stream()) : stream.name();
        if (name == null || !address.admits(caller, input.streamARN(), input.streamId(), name))
            throw ApiErrors.of(new Refusal.IteratorInvalid());
        Shard shard =
                stream == null ? null : stream.shard(iterator.shardIndex(), clock.believedMs());
        if (stream == null || shard == null)
            throw ApiErrors.of(
                    new Refusal.ShardDoesNotExist(ShardId.of(iterator.shardIndex()), name));
        if (shard.creationSecond() != iterator.creationSecond())
            throw ApiErrors.of(new Refusal.IteratorInvalid());
        if (Boolean.TRUE.equals(input.dryRun())) throw ApiErrors.dryRun();
        CallMeter calls = meters.ofStream(stream.number());
        if (!meters.tryRead(stream.number(), shard, limits, startNs)) {
            calls.refusedGetRecords(clock.nanos() - startNs, true);
            throw ApiErrors.of(new Refusal.ShardThrottled(shard.id(), name));
        }
        int most = input.limit() == null ? MOST_RECORDS : input.limit();
        boolean done = false;
        try {
            GetRecordsOutput output =
                    read(stream, shard, iterator.position(), most, nowMs, startNs, calls);
            done = true;
            return output;
        } finally {
            if (!done) calls.refusedGetRecords(clock.nanos() - startNs, false);
        }
    }

    private GetRecordsOutput read(
            Stream stream,
            Shard shard,
            long position,
            int most,
            long nowMs,
            long startNs,
            CallMeter calls)
            throws ApiException {
        ShardReader.Portion got =
                reader.read(stream, shard, position, most, MOST_BYTES, clock.believedMs());
        long readNs = clock.nanos();
        shard.load().chargeRead(limits, got.bytes(), readNs);
        meters.countRead(stream.number(), shard, got.records().size(), got.bytes());
        long behindMs = got.behindMs(nowMs);
        if (stream.settings().shardMetrics().contains(ShardMetric.IteratorAgeMilliseconds))
            meters.noteAge(stream.number(), shard, behindMs);
        calls.getRecords(got.bytes(), readNs - startNs, got.records().size(), behindMs);
        return new GetRecordsOutput(
                got.records(),
                got.atEnd() ? null : iterator(stream, shard, got.next(), nowMs),
                behindMs,
                got.atEnd() ? StreamShapes.children(stream, shard) : null);
    }

    private String iterator(Stream stream, Shard shard, long position, long nowMs) {
        return new ShardIterator(
                        stream.number(), shard.index(), shard.creationSecond(), position, nowMs)
                .seal(seal);
    }
}
