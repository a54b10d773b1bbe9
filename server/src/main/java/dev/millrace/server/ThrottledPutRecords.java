package dev.millrace.server;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Completion;
import dev.millrace.model.Handler;
import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.PutRecordsResultEntry;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// PutRecords of which some records are refused on purpose, as a shard at its limit refuses them:
/// the others are stored.
final class ThrottledPutRecords implements Handler.Prompt<PutRecordsInput, PutRecordsOutput> {
    private final Handler.Prompt<PutRecordsInput, PutRecordsOutput> real;
    private final FaultPlan plan;
    private final RequestedStream requested;

    private ThrottledPutRecords(
            Handler.Prompt<PutRecordsInput, PutRecordsOutput> real,
            FaultPlan plan,
            RequestedStream requested) {
        this.real = real;
        this.plan = plan;
        this.requested = requested;
    }

    /// These operations, PutRecords among them refusing what the plan says.
    static List<Operation<?, ?>> among(
            List<Operation<?, ?>> operations, FaultPlan plan, RequestedStream requested) {
        var all = new ArrayList<Operation<?, ?>>();
        for (Operation<?, ?> operation : operations)
            all.add(
                    operation.type().equals(Kinesis.PUT_RECORDS)
                            ? Operation.prompt(
                                    Kinesis.PUT_RECORDS,
                                    new ThrottledPutRecords(handler(operation), plan, requested))
                            : operation);
        return all;
    }

    @SuppressWarnings("unchecked") // PUT_RECORDS has these shapes
    private static Handler.Prompt<PutRecordsInput, PutRecordsOutput> handler(
            Operation<?, ?> putRecords) {
        return (Handler.Prompt<PutRecordsInput, PutRecordsOutput>) putRecords.handler();
    }

    @Override
    public void handle(
            Caller caller, PutRecordsInput input, Completion<PutRecordsOutput> completion) {
        String stream = requested.name(input);
        List<PutRecordsRequestEntry> records = Objects.requireNonNull(input.records());
        var refused = new BitSet();
        var rest = new ArrayList<PutRecordsRequestEntry>();
        for (int i = 0; i < records.size(); i++) {
            if (plan.throttlesRecord(stream)) refused.set(i);
            else rest.add(records.get(i));
        }
        if (refused.isEmpty()) {
            real.handle(caller, input, completion);
            return;
        }
        var forwarded =
                new PutRecordsInput(
                        rest,
                        input.streamName(),
                        input.streamARN(),
                        input.streamId(),
                        input.dryRun());
        real.handle(caller, forwarded, new Merged(completion, stream, records.size(), refused));
    }

    /// The answer about the others, with what is said of the refused ones in its places.
    private record Merged(
            Completion<PutRecordsOutput> completion, String stream, int count, BitSet refused)
            implements Completion<PutRecordsOutput> {
        @Override
        public void succeed(PutRecordsOutput output) {
            var others = Objects.requireNonNull(output.records()).iterator();
            var results = new ArrayList<PutRecordsResultEntry>();
            for (int i = 0; i < count; i++)
                results.add(refused.get(i) ? throttled() : others.next());
            int failed =
                    Objects.requireNonNullElse(output.failedRecordCount(), 0)
                            + refused.cardinality();
            completion.succeed(new PutRecordsOutput(failed, results, output.encryptionType()));
        }

        private PutRecordsResultEntry throttled() {
            return new PutRecordsResultEntry(
                    null,
                    null,
                    "ProvisionedThroughputExceededException",
                    "Rate exceeded for stream " + stream + " (injected fault).");
        }

        @Override
        public void fail(ApiException error) {
            completion.fail(error);
        }

        @Override
        public void resume(Runnable work) {
            completion.resume(work);
        }
    }
}
