package dev.millrace.server;

import dev.millrace.cloudwatch.AlarmTarget;
import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.Completion;
import dev.millrace.model.Handler;
import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordOutput;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A stream that gets a record for each notification, those of one topic in order.
final class StreamTarget implements AlarmTarget {
    private static final long PATIENCE_SECONDS = 10;

    private final Handler.Prompt<PutRecordInput, PutRecordOutput> put;
    private final Caller owner;
    private final String stream;

    /// @param operations of the Kinesis API
    StreamTarget(List<Operation<?, ?>> operations, Caller owner, String stream) {
        this.put = put(operations);
        this.owner = owner;
        this.stream = stream;
    }

    @SuppressWarnings("unchecked") // the handler of the operation of this type
    private static Handler.Prompt<PutRecordInput, PutRecordOutput> put(
            List<Operation<?, ?>> operations) {
        for (Operation<?, ?> operation : operations)
            if (operation.type().equals(Kinesis.PUT_RECORD))
                return (Handler.Prompt<PutRecordInput, PutRecordOutput>) operation.handler();
        throw new IllegalStateException("no PutRecord");
    }

    @Override
    public void deliver(Notification notification) throws DeliveryException, InterruptedException {
        var answer = new CompletableFuture<PutRecordOutput>();
        put.handle(
                owner,
                PutRecordInput.builder()
                        .streamName(stream)
                        .partitionKey(notification.topicArn())
                        .data(Blob.of(notification.notification().getBytes(StandardCharsets.UTF_8)))
                        .build(),
                new Completion<>() {
                    @Override
                    public void succeed(PutRecordOutput output) {
                        answer.complete(output);
                    }

                    @Override
                    public void fail(ApiException error) {
                        answer.completeExceptionally(error);
                    }

                    @Override
                    public void resume(Runnable work) {
                        Thread.startVirtualThread(work);
                    }
                });
        try {
            answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new DeliveryException("stream " + stream + ": " + e.getMessage());
        } catch (TimeoutException e) {
            throw new DeliveryException("stream " + stream + " did not answer");
        }
    }
}
