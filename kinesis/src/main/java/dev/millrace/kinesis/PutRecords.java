package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.Completion;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.PutRecordsResultEntry;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

final class PutRecords implements Handler.Prompt<PutRecordsInput, PutRecordsOutput> {
    /// At most so many faults of a request are listed, as the model's own are.
    private static final int MOST_FAULTS = 10;

    private static final int MIB = 1 << 20;
    private static final String FAILURE_MESSAGE = "Internal Service Failure";

    private final Puts puts;
    private final int requestBytes;

    PutRecords(Puts puts, int requestBytes) {
        this.puts = puts;
        this.requestBytes = requestBytes;
    }

    @Override
    public void handle(
            Caller caller, PutRecordsInput input, Completion<PutRecordsOutput> completion) {
        try {
            accept(caller, input, completion).send();
        } catch (ApiException e) {
            completion.fail(e);
        }
    }

    /// Checks the whole request: one bad record refuses all.
    private PutRequest accept(
            Caller caller, PutRecordsInput input, Completion<PutRecordsOutput> completion)
            throws ApiException {
        Stream stream =
                Puts.requireWritable(
                        puts.address().stream(
                                caller, input.streamName(), input.streamARN(), input.streamId()));
        List<PutRecordsRequestEntry> records = Objects.requireNonNull(input.records());
        var request =
                new PutRequest(puts, stream, records.size(), new Answer(stream.name(), completion));
        long bytes = 0;
        List<String> faults = List.of();
        for (int i = 0; i < records.size(); i++) {
            PutRecordsRequestEntry record = records.get(i);
            Blob data = Objects.requireNonNull(record.data());
            byte[] key = Puts.partitionKey(stream, record.partitionKey());
            HashKey direction = puts.direction(stream, record.explicitHashKey());
            bytes += key.length + data.length();
            String fault = fault(stream, i, record, key, data);
            if (fault != null && faults.size() < MOST_FAULTS) {
                if (faults.isEmpty()) faults = new ArrayList<>();
                faults.add(fault);
            }
            request.add(key, data, direction);
        }
        if (!faults.isEmpty()) throw ApiErrors.validation(message(faults));
        if (bytes > requestBytes)
            throw ApiErrors.invalidArgument(
                    "Records size exceeds " + requestBytes / MIB + " MB limit");
        if (Boolean.TRUE.equals(input.dryRun())) throw ApiErrors.dryRun();
        return request;
    }

    private static @Nullable String fault(
            Stream stream, int place, PutRecordsRequestEntry record, byte[] key, Blob data) {
        if (record.partitionKey() == null && !Puts.isSpread(stream))
            return Puts.missing(path(place, "partitionKey"));
        return Puts.isTooLarge(stream, key, data)
                ? Puts.tooLarge(stream, data, path(place, "data"))
                : null;
    }

    private static String path(int place, String member) {
        return "records." + (place + 1) + ".member." + member;
    }

    private static String message(List<String> faults) {
        String errors = faults.size() == 1 ? " error" : " errors";
        return faults.size() + " validation" + errors + " detected: " + String.join("; ", faults);
    }

    private record Answer(StreamName stream, Completion<PutRecordsOutput> completion)
            implements PutRequest.AfterPut {
        @Override
        public void resume(Runnable work) {
            completion.resume(work);
        }

        @Override
        public void done(PutRequest request) {
            var results = new ArrayList<PutRecordsResultEntry>(request.size());
            int failed = 0;
            int throttled = 0;
            long bytes = 0;
            for (int i = 0; i < request.size(); i++) {
                switch (request.fate(i)) {
                    case STORED -> bytes += request.bytes(i);
                    case THROTTLED -> {
                        throttled++;
                        failed++;
                    }
                    case FAILED, HOMELESS -> failed++;
                }
                results.add(result(request, i));
            }
            request.calls()
                    .putRecords(
                            bytes,
                            request.tookNs(),
                            request.size(),
                            request.size() - failed,
                            throttled,
                            failed - throttled);
            completion.succeed(new PutRecordsOutput(failed, results, null));
        }

        private PutRecordsResultEntry result(PutRequest request, int record) {
            return switch (request.fate(record)) {
                case STORED ->
                        new PutRecordsResultEntry(
                                request.number(record), request.shardId(record), null, null);
                case THROTTLED ->
                        new PutRecordsResultEntry(
                                null,
                                null,
                                ApiErrors.THROTTLED,
                                RefusalText.of(
                                        new Refusal.ShardThrottled(
                                                request.shardId(record), stream)));
                case FAILED, HOMELESS ->
                        new PutRecordsResultEntry(null, null, ApiErrors.FAILED, FAILURE_MESSAGE);
            };
        }
    }
}
