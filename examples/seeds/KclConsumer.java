// DEPS software.amazon.kinesis:amazon-kinesis-client:3.5.1
// DEPS org.slf4j:slf4j-simple:2.0.18

import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.exceptions.ThrottlingException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One worker of a KCL application: `jbang KclConsumer.java APPLICATION STREAM [poll]`. Start as
/// many as you like, on as many machines: they share the stream's shards.
///
/// The application's name is also that of its table of leases in DynamoDB, of its metrics in
/// CloudWatch and, unless it polls, of its consumer of the stream.
class KclConsumer {
    public static void main(String[] arguments) throws Exception {
        String application = arguments[0];
        String stream = arguments[1];
        boolean polls = arguments.length > 2 && arguments[2].equals("poll");

        // In this order: system properties, variables, a web identity, ~/.aws, a container, EC2. It
        // renews those that end. The three clients take region and endpoint from the same places.
        var credentials = DefaultCredentialsProvider.builder().build();
        KinesisAsyncClient kinesis =
                KinesisClientUtil.createKinesisAsyncClient(
                        KinesisAsyncClient.builder().credentialsProvider(credentials));
        DynamoDbAsyncClient leases =
                DynamoDbAsyncClient.builder().credentialsProvider(credentials).build();
        CloudWatchAsyncClient metrics =
                CloudWatchAsyncClient.builder().credentialsProvider(credentials).build();

        // Another name for each worker: two of one name would take each other's leases for theirs.
        String worker = InetAddress.getLocalHost().getHostName() + ":" + UUID.randomUUID();
        var configs =
                new ConfigsBuilder(
                        new SingleStreamTracker(
                                stream,
                                // Where to begin in a shard that has no checkpoint yet.
                                InitialPositionInStreamExtended.newInitialPosition(
                                        InitialPositionInStream.TRIM_HORIZON)),
                        application,
                        kinesis,
                        leases,
                        metrics,
                        worker,
                        Processor::new);
        var retrieval = configs.retrievalConfig();
        if (polls) retrieval.retrievalSpecificConfig(new PollingConfig(stream, kinesis));
        var scheduler =
                new Scheduler(
                        configs.checkpointConfig(),
                        configs.coordinatorConfig(),
                        configs.leaseManagementConfig(),
                        configs.lifecycleConfig(),
                        configs.metricsConfig(),
                        configs.processorConfig(),
                        retrieval);

        // SIGTERM and Ctrl-C: finish what has begun, checkpoint, give the leases back.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(scheduler)));
        scheduler.run();
        // It ended without being asked, and has logged why: let whoever supervises start another.
        System.exit(1);
    }

    private static void leave(Scheduler scheduler) {
        try {
            scheduler.startGracefulShutdown().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException unfinished) {
            scheduler.shutdown();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Has one shard while this worker has its lease. The KCL calls one method at a time.
    static class Processor implements ShardRecordProcessor {
        private static final long CHECKPOINT_EVERY_NS = TimeUnit.SECONDS.toNanos(10);

        private String shard = "";
        private long checkpointedNs = System.nanoTime();

        @Override
        public void initialize(InitializationInput begun) {
            shard = begun.shardId();
            System.out.println("begin " + shard + " " + begun.extendedSequenceNumber());
        }

        @Override
        public void processRecords(ProcessRecordsInput batch) {
            // What the KPL aggregated comes as the user records that it was made of.
            for (KinesisClientRecord record : batch.records())
                try {
                    process(record);
                } catch (RuntimeException failed) {
                    // One thrown from here would be logged by the KCL, and the *whole batch* passed
                    // over. Put aside what cannot be processed, and go on.
                    System.err.println("cannot process " + record.sequenceNumber() + ": " + failed);
                }
            // Seldom: a checkpoint is a write to DynamoDB. What came since the last one is given
            // again after a crash, so processing twice has to do no harm.
            if (System.nanoTime() - checkpointedNs < CHECKPOINT_EVERY_NS) return;
            checkpointedNs = System.nanoTime();
            checkpoint(batch.checkpointer());
        }

        private void process(KinesisClientRecord record) {
            String data = StandardCharsets.UTF_8.decode(record.data()).toString();
            System.out.println(
                    String.join(
                            " ",
                            "record",
                            shard,
                            record.sequenceNumber(),
                            "" + record.subSequenceNumber(),
                            record.partitionKey(),
                            data));
        }

        /// Another worker has the shard by now: no checkpoint would be taken any more.
        @Override
        public void leaseLost(LeaseLostInput lost) {
            System.out.println("lost " + shard);
        }

        /// Every record of a shard that was split or merged has been processed. Only this
        /// checkpoint lets the shards begin that came of it.
        @Override
        public void shardEnded(ShardEndedInput ended) {
            checkpoint(ended.checkpointer());
            System.out.println("end " + shard);
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput asked) {
            checkpoint(asked.checkpointer());
            System.out.println("leave " + shard);
        }

        private void checkpoint(RecordProcessorCheckpointer checkpointer) {
            for (int attempt = 1; ; attempt++)
                try {
                    checkpointer.checkpoint();
                    return;
                } catch (ShutdownException taken) {
                    // By another worker, which begins at the last checkpoint.
                    return;
                } catch (ThrottlingException busy) {
                    if (attempt == 8) throw new IllegalStateException(busy);
                    pause(100L << attempt);
                } catch (InvalidStateException noTable) {
                    throw new IllegalStateException(noTable);
                }
        }

        private static void pause(long ms) {
            try {
                Thread.sleep(ms);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(ended);
            }
        }
    }
}
