// DEPS software.amazon.awssdk:kinesis:2.52.0

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.util.ArrayList;
import java.util.List;

/// A stream's life with the SDK's blocking client: `jbang Sync.java STREAM`.
class Sync {
    public static void main(String[] arguments) throws InterruptedException {
        String stream = arguments[0];
        try (KinesisClient kinesis = KinesisClient.create()) {
            kinesis.createStream(request -> request.streamName(stream).shardCount(1));
            kinesis.waiter().waitUntilStreamExists(request -> request.streamName(stream));

            for (int i = 0; i < 10; i++) {
                String user = "user-" + i;
                var put =
                        kinesis.putRecord(
                                request ->
                                        request.streamName(stream)
                                                .partitionKey(user)
                                                .data(
                                                        SdkBytes.fromUtf8String(
                                                                "{\"user\":\"" + user + "\"}")));
                System.out.println(user + " " + put.shardId() + " " + put.sequenceNumber());
            }

            List<PutRecordsRequestEntry> entries = new ArrayList<>();
            for (int i = 0; i < 200; i++)
                entries.add(
                        PutRecordsRequestEntry.builder()
                                .partitionKey("user-" + i % 50)
                                .data(SdkBytes.fromUtf8String("event " + i))
                                .build());
            var puts = kinesis.putRecords(request -> request.streamName(stream).records(entries));
            System.out.println("failed " + puts.failedRecordCount());

            String iterator =
                    kinesis.getShardIterator(
                                    request ->
                                            request.streamName(stream)
                                                    .shardId("shardId-000000000000")
                                                    .shardIteratorType(
                                                            ShardIteratorType.TRIM_HORIZON))
                            .shardIterator();
            int read = 0;
            while (true) {
                String from = iterator;
                try {
                    var records =
                            kinesis.getRecords(request -> request.shardIterator(from).limit(100));
                    read += records.records().size();
                    if (records.records().isEmpty()) break;
                    iterator = records.nextShardIterator();
                    Thread.sleep(250);
                } catch (ProvisionedThroughputExceededException tooFast) {
                    Thread.sleep(1_000);
                }
            }
            System.out.println("read " + read);

            kinesis.splitShard(
                    request ->
                            request.streamName(stream)
                                    .shardToSplit("shardId-000000000000")
                                    .newStartingHashKey("170141183460469231731687303715884105728"));
            kinesis.waiter().waitUntilStreamExists(request -> request.streamName(stream));
            kinesis.listShards(request -> request.streamName(stream))
                    .shards()
                    .forEach(
                            shard ->
                                    System.out.println(
                                            shard.shardId()
                                                    + " "
                                                    + shard.hashKeyRange().endingHashKey()));

            kinesis.deleteStream(request -> request.streamName(stream));
            kinesis.waiter().waitUntilStreamNotExists(request -> request.streamName(stream));
            System.out.println("deleted");
        }
    }
}
