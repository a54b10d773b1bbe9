package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.Completion;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordOutput;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.SequenceNumber;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import java.util.Objects;

final class PutRecord implements Handler.Prompt<PutRecordInput, PutRecordOutput> {
    private final Puts puts;

    PutRecord(Puts puts) {
        this.puts = puts;
    }

    @Override
    public void handle(
            Caller caller, PutRecordInput input, Completion<PutRecordOutput> completion) {
        try {
            accept(caller, input, completion).send();
        } catch (ApiException e) {
            completion.fail(e);
        }
    }

    private PutRequest accept(
            Caller caller, PutRecordInput input, Completion<PutRecordOutput> completion)
            throws ApiException {
        Stream stream =
                Puts.requireWritable(
                        puts.address().stream(
                                caller, input.streamName(), input.streamARN(), input.streamId()));
        Blob data = Objects.requireNonNull(input.data());
        if (input.partitionKey() == null && !Puts.isSpread(stream))
            throw ApiErrors.validation(
                    "1 validation error detected: " + Puts.missing("partitionKey"));
        byte[] key = Puts.partitionKey(stream, input.partitionKey());
        if (Puts.isTooLarge(stream, key, data))
            throw ApiErrors.validation(
                    "1 validation error detected: " + Puts.tooLarge(stream, data, "data"));
        HashKey direction = puts.direction(stream, input.explicitHashKey());
        String ordering = input.sequenceNumberForOrdering();
        if (ordering != null) {
            HashKey hash = direction == null ? HashKey.ofPartitionKey(key) : direction;
            requireExceedable(ordering, stream, stream.shards().route(hash));
        }
        if (Boolean.TRUE.equals(input.dryRun())) throw ApiErrors.dryRun();
        var request = new PutRequest(puts, stream, 1, new Answer(stream.name(), completion));
        request.add(key, data, direction);
        return request;
    }

    /// Numbers grow inside a shard and from parents to children by themselves, so any number that
    /// was given out before will be exceeded; others are refused.
    private void requireExceedable(String text, Stream stream, Shard shard) throws ApiException {
        boolean exceedable =
                switch (SequenceNumber.parse(text)) {
                    case SequenceNumber.Parsed.VersionZero() -> true;
                    case SequenceNumber.Parsed.Invalid() -> false;
                    case SequenceNumber.Parsed.Current(SequenceNumber number) ->
                            isGivenOut(number, shard);
                };
        if (!exceedable) throw ApiErrors.of(new Refusal.OrderingNumberInvalid(text, stream.name()));
    }

    private boolean isGivenOut(SequenceNumber number, Shard shard) {
        ShardEnds ends = puts.engine().ends(shard.number());
        long latestMs = Math.max(puts.clock().wallMs(), ends.lastArrivalMs());
        if (number.recordSecond() > Math.max(latestMs / 1_000, number.creationSecond()))
            return false;
        boolean sameShard =
                number.shardIndex() == shard.index()
                        && number.creationSecond() == shard.creationSecond();
        return !sameShard || number.counter() < ends.next();
    }

    private record Answer(StreamName stream, Completion<PutRecordOutput> completion)
            implements PutRequest.AfterPut {
        @Override
        public void resume(Runnable work) {
            completion.resume(work);
        }

        @Override
        public void done(PutRequest request) {
            PutRequest.Fate fate = request.fate(0);
            request.calls()
                    .putRecord(
                            request.bytes(0),
                            request.tookNs(),
                            fate == PutRequest.Fate.STORED,
                            fate == PutRequest.Fate.THROTTLED);
            switch (fate) {
                case STORED ->
                        completion.succeed(
                                new PutRecordOutput(request.shardId(0), request.number(0), null));
                case THROTTLED ->
                        completion.fail(
                                ApiErrors.of(
                                        new Refusal.ShardThrottled(request.shardId(0), stream)));
                case FAILED -> completion.fail(ApiErrors.internalFailure());
                case HOMELESS -> completion.fail(ApiErrors.of(new Refusal.StreamNotFound(stream)));
            }
        }
    }
}
