// DEPS software.amazon.awssdk:kinesis:2.52.0

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// A stream's life with the SDK's asynchronous client, over HTTP/2: `jbang Async.java STREAM`.
class Async {
    public static void main(String[] arguments) throws InterruptedException {
        String stream = arguments[0];
        try (KinesisAsyncClient kinesis = KinesisAsyncClient.create()) {
            kinesis.createStream(request -> request.streamName(stream).shardCount(1)).join();
            kinesis.waiter().waitUntilStreamExists(request -> request.streamName(stream)).join();

            // All ten at once; the futures complete as the answers come.
            List<CompletableFuture<PutRecordResponse>> puts =
                    IntStream.range(0, 10)
                            .mapToObj(i -> kinesis.putRecord(event(stream, "user-" + i)))
                            .toList();
            for (int i = 0; i < puts.size(); i++) {
                PutRecordResponse put = puts.get(i).join();
                System.out.println("user-" + i + " " + put.shardId() + " " + put.sequenceNumber());
            }

            List<PutRecordsRequestEntry> entries =
                    IntStream.range(0, 200)
                            .mapToObj(
                                    i ->
                                            PutRecordsRequestEntry.builder()
                                                    .partitionKey("user-" + i % 50)
                                                    .data(SdkBytes.fromUtf8String("event " + i))
                                                    .build())
                            .toList();
            int failed =
                    kinesis.putRecords(request -> request.streamName(stream).records(entries))
                            .join()
                            .failedRecordCount();
            System.out.println("failed " + failed);

            String iterator =
                    kinesis.getShardIterator(
                                    request ->
                                            request.streamName(stream)
                                                    .shardId("shardId-000000000000")
                                                    .shardIteratorType(
                                                            ShardIteratorType.TRIM_HORIZON))
                            .join()
                            .shardIterator();
            int read = 0;
            while (true) {
                String from = iterator;
                var records =
                        kinesis.getRecords(request -> request.shardIterator(from).limit(100))
                                .join();
                read += records.records().size();
                if (records.records().isEmpty()) break;
                iterator = records.nextShardIterator();
                Thread.sleep(250);
            }
            System.out.println("read " + read);

            kinesis.splitShard(
                            request ->
                                    request.streamName(stream)
                                            .shardToSplit("shardId-000000000000")
                                            .newStartingHashKey(
                                                    "170141183460469231731687303715884105728"))
                    .join();
            kinesis.waiter().waitUntilStreamExists(request -> request.streamName(stream)).join();
            kinesis.listShards(request -> request.streamName(stream))
                    .join()
                    .shards()
                    .forEach(
                            shard ->
                                    System.out.println(
                                            shard.shardId()
                                                    + " "
                                                    + shard.hashKeyRange().endingHashKey()));

            kinesis.deleteStream(request -> request.streamName(stream)).join();
            kinesis.waiter().waitUntilStreamNotExists(request -> request.streamName(stream)).join();
            System.out.println("deleted");
        }
    }

    private static PutRecordRequest event(String stream, String user) {
        return PutRecordRequest.builder()
                .streamName(stream)
                .partitionKey(user)
                .data(SdkBytes.fromUtf8String("{\"user\":\"" + user + "\"}"))
                .build();
    }
}
