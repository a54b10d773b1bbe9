package dev.millrace.compatibility.kcl;

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
import software.amazon.kinesis.leases.LeaseAssignmentStrategy;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.MetricsConfig;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A KCL application's worker in a process of its own, which writes all it is given to the history
/// and checkpoints each batch. It is told where the service is by `AWS_ENDPOINT_URL` alone, and
/// waits for less than the KCL usually does; else it is on the KCL's defaults.
final class Worker implements ShardRecordProcessor {
    private final String name;
    private final History history;
    private String shard = "";

    private Worker(String name, History history) {
        this.name = name;
        this.history = history;
    }

    /// Works until it is told to end.
    ///
    /// @param words the application, the stream, the worker's name, `polling` or `fan-out`, and the
    ///     history's file
    public static void main(String[] words) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, bug) -> {
                    bug.printStackTrace();
                    Runtime.getRuntime().halt(1);
                });
        String application = words[0];
        String stream = words[1];
        String name = words[2];
        boolean fanOut = words[3].equals("fan-out");
        var history = History.at(Path.of(words[4]));
        KinesisAsyncClient kinesis =
                KinesisClientUtil.createKinesisAsyncClient(KinesisAsyncClient.builder());
        var configs =
                new ConfigsBuilder(
                        new SingleStreamTracker(
                                stream,
                                InitialPositionInStreamExtended.newInitialPosition(
                                        InitialPositionInStream.TRIM_HORIZON)),
                        application,
                        kinesis,
                        DynamoDbAsyncClient.create(),
                        CloudWatchAsyncClient.create(),
                        name,
                        () -> new Worker(name, history));
        RetrievalConfig retrieval = configs.retrievalConfig();
        retrieval.retrievalSpecificConfig(
                fanOut
                        ? new FanOutConfig(kinesis).streamName(stream).applicationName(application)
                        : new PollingConfig(stream, kinesis).idleTimeBetweenReadsInMillis(250));
        MetricsConfig metrics = configs.metricsConfig();
        metrics.metricsBufferTimeMillis(1_000);
        var scheduler =
                new Scheduler(
                        configs.checkpointConfig(),
                        configs.coordinatorConfig()
                                .parentShardPollIntervalMillis(500)
                                .schedulerInitializationBackoffTimeMillis(200),
                        soon(configs.leaseManagementConfig()),
                        configs.lifecycleConfig(),
                        metrics,
                        configs.processorConfig(),
                        retrieval);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(scheduler)));
        scheduler.run();
        System.exit(1); // Nobody asked; else the system is ending, and this does nothing.
    }

    private static LeaseManagementConfig soon(LeaseManagementConfig leases) {
        leases.workerUtilizationAwareAssignmentConfig()
                .inMemoryWorkerMetricsCaptureFrequencyMillis(500)
                .workerMetricsReporterFreqInMillis(1_000);
        return leases.failoverTimeMillis(3_000)
                .leaseAssignmentIntervalMillis(1_500L)
                // All workers are on one machine: that each is as busy as the others says nothing
                // of how many leases each should have.
                .leaseAssignmentStrategy(LeaseAssignmentStrategy.LEASE_COUNT_BASED)
                .shardSyncIntervalMillis(500)
                .leasesRecoveryAuditorExecutionFrequencyMillis(2_000)
                .dynamoDbLockBasedLeaderLeaseDurationInMillis(4_000)
                .dynamoDbLockBasedLeaderHeartbeatPeriodInMillis(1_000);
    }

    private static void end(Scheduler scheduler) {
        try {
            scheduler.startGracefulShutdown().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException late) {
            scheduler.shutdown();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void initialize(InitializationInput begun) {
        shard = begun.shardId();
        history.write(List.of(new History.Event(name, shard, History.What.BEGUN, 0, "", 0)));
    }

    @Override
    public void processRecords(ProcessRecordsInput batch) {
        var events = new ArrayList<History.Event>();
        for (var record : batch.records()) {
            String text = StandardCharsets.UTF_8.decode(record.data()).toString();
            events.add(
                    new History.Event(
                            name,
                            shard,
                            History.What.RECORD,
                            record.subSequenceNumber(),
                            record.partitionKey(),
                            Long.parseLong(text.strip())));
        }
        // Before the checkpoint: what is checkpointed is never given again.
        history.write(events);
        checkpoint(batch.checkpointer());
    }

    @Override
    public void leaseLost(LeaseLostInput lost) {
        history.write(List.of(new History.Event(name, shard, History.What.LOST, 0, "", 0)));
    }

    @Override
    public void shardEnded(ShardEndedInput ended) {
        history.write(List.of(new History.Event(name, shard, History.What.ENDED, 0, "", 0)));
        checkpoint(ended.checkpointer());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput asked) {
        history.write(List.of(new History.Event(name, shard, History.What.LEFT, 0, "", 0)));
        checkpoint(asked.checkpointer());
    }

    private static void checkpoint(RecordProcessorCheckpointer checkpointer) {
        try {
            checkpointer.checkpoint();
        } catch (ShutdownException taken) {
            // Another worker has the lease by now, and is given again what came after the last one.
            return;
        } catch (ThrottlingException | InvalidStateException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
