package dev.millrace.benchmarks;

import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.DescribeStreamConsumerInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.RegisterStreamConsumerInput;

import java.io.IOException;

/// A stream on the server that is measured, and what is asked of it before the measuring.
final class BenchmarkStream implements AutoCloseable {
    private static final int ATTEMPTS = 3_000;

    private final Connection control;
    private final String name;

    private BenchmarkStream(Connection control, String name) {
        this.control = control;
        this.name = name;
    }

    static BenchmarkStream create(int port, String name, int shards)
            throws IOException, InterruptedException {
        var stream = new BenchmarkStream(new Connection(port), name);
        stream.create(shards);
        return stream;
    }

    private void create(int shards) throws IOException, InterruptedException {
        call(
                "CreateStream",
                CreateStreamInput.builder().streamName(name).shardCount(shards).build());
        awaitActive(
                "DescribeStreamSummary",
                DescribeStreamSummaryInput.builder().streamName(name).build());
    }

    private void awaitActive(String operation, Shape input)
            throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            call(operation, input);
            if (control.text().contains("\"ACTIVE\"")) return;
            Thread.sleep(10);
        }
        throw new IOException(name + " did not become active");
    }

    String name() {
        return name;
    }

    /// An iterator over one shard of a stream that was never split.
    String iterator(int shard, String type) throws IOException {
        call(
                "GetShardIterator",
                GetShardIteratorInput.builder()
                        .streamName(name)
                        .shardId(shardId(shard))
                        .shardIteratorType(type)
                        .build());
        return JsonText.value(control.text(), "ShardIterator");
    }

    static String shardId(int shard) {
        return "shardId-%012d".formatted(shard);
    }

    /// Registers a consumer.
    ///
    /// @return its ARN
    String consumer(String consumer) throws IOException, InterruptedException {
        call(
                "DescribeStreamSummary",
                DescribeStreamSummaryInput.builder().streamName(name).build());
        String stream = JsonText.value(control.text(), "StreamARN");
        call(
                "RegisterStreamConsumer",
                RegisterStreamConsumerInput.builder()
                        .streamARN(stream)
                        .consumerName(consumer)
                        .build());
        String arn = JsonText.value(control.text(), "ConsumerARN");
        awaitActive(
                "DescribeStreamConsumer",
                DescribeStreamConsumerInput.builder().consumerARN(arn).build());
        return arn;
    }

    /// Deletes it with all its records, and makes it anew.
    void empty(int shards) throws IOException, InterruptedException {
        call("DeleteStream", DeleteStreamInput.builder().streamName(name).build());
        byte[] describe =
                Request.JSON.of(
                        "DescribeStreamSummary",
                        DescribeStreamSummaryInput.builder().streamName(name).build());
        for (int i = 0; control.send(describe) == 200; i++) {
            if (i == ATTEMPTS) throw new IOException(name + " was not deleted");
            Thread.sleep(10);
        }
        create(shards);
    }

    void put(byte[] request) throws IOException {
        control.require(request);
    }

    private void call(String operation, Shape input) throws IOException {
        control.require(Request.JSON.of(operation, input));
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
