package dev.millrace.server;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Operation;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.Violations;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.IncreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.RegisterStreamConsumerInput;
import dev.millrace.model.kinesis.StreamModeDetails;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamCreation;
import dev.millrace.stream.StreamMode;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Creates the streams that a server is to have from its start, by the operations that a client
/// would use. What is there already is left as it is: where it differs from what the configuration
/// says, the log tells. Blocks.
final class FirstStreams {
    private static final Logger LOG = System.getLogger(FirstStreams.class.getName());

    /// Between two looks at a stream that is being created.
    private static final Duration LOOK = Duration.ofMillis(5);

    private final InitialStreams wanted;
    private final List<Operation<?, ?>> operations;
    private final Catalog catalog;
    private final String account;
    private final String region;

    /// @param account of streams that name none
    /// @param region of streams that name none
    FirstStreams(
            InitialStreams wanted,
            List<Operation<?, ?>> operations,
            Catalog catalog,
            String account,
            String region) {
        this.wanted = wanted;
        this.operations = operations;
        this.catalog = catalog;
        this.account = account;
        this.region = region;
    }

    /// Returns once every stream is there and active.
    ///
    /// @throws RefusedException if an operation refuses one
    void create() throws RefusedException, InterruptedException {
        var created = new ArrayList<InitialStream>();
        for (InitialStream stream : wanted.streams()) {
            Stream there = unlessBeingDeleted(stream);
            if (there != null) reportDifferences(stream, there);
            else {
                create(stream, created);
                created.add(stream);
            }
        }
        for (InitialStream stream : created) {
            awaitActive(stream);
            if (stream.retentionHours() != StreamCreation.RETENTION_HOURS) retain(stream);
            LOG.log(Level.INFO, "created stream {0}", text(name(stream)));
        }
        for (InitialStream stream : wanted.streams()) {
            Stream there = awaitActive(stream);
            for (String consumer : stream.consumers()) register(stream, there, consumer);
        }
    }

    /// The stream that has the name, once one that is being deleted has it no more.
    private @Nullable Stream unlessBeingDeleted(InitialStream stream) throws InterruptedException {
        while (true) {
            Stream there = catalog.find(name(stream));
            if (there == null || there.status() != StreamStatus.DELETING) return there;
            Thread.sleep(LOOK);
        }
    }

    private StreamName name(InitialStream stream) {
        return new StreamName(
                stream.account().isEmpty() ? account : stream.account(),
                stream.region().isEmpty() ? region : stream.region(),
                stream.name());
    }

    private static String text(StreamName name) {
        return "%s (%s, account %s)".formatted(name.name(), name.region(), name.account());
    }

    private Caller owner(InitialStream stream) {
        StreamName name = name(stream);
        return new Caller(name.account(), name.region(), "millrace");
    }

    private static void reportDifferences(InitialStream wanted, Stream there) {
        var differences = new ArrayList<String>();
        boolean onDemand = there.mode() == StreamMode.ON_DEMAND;
        if (onDemand != (wanted.mode() == InitialStream.Mode.ON_DEMAND))
            differences.add("mode " + (onDemand ? "on-demand" : "provisioned"));
        else if (!onDemand && there.openShards() != wanted.shards())
            differences.add(
                    "%d open shards instead of %d".formatted(there.openShards(), wanted.shards()));
        if (there.retentionHours() != wanted.retentionHours())
            differences.add(
                    "a retention of %d hours instead of %d"
                            .formatted(there.retentionHours(), wanted.retentionHours()));
        if (!there.tags().equals(wanted.tags())) differences.add("tags " + there.tags());
        if (!differences.isEmpty())
            LOG.log(
                    Level.WARNING,
                    "stream {0} is there and is left as it is, though it has {1}",
                    text(there.name()),
                    String.join(", ", differences));
    }

    /// @param before those being created, which count against a limit until they are active
    private void create(InitialStream stream, List<InitialStream> before)
            throws RefusedException, InterruptedException {
        boolean onDemand = stream.mode() == InitialStream.Mode.ON_DEMAND;
        CreateStreamInput input =
                CreateStreamInput.builder()
                        .streamName(stream.name())
                        .shardCount(onDemand ? null : stream.shards())
                        .streamModeDetails(
                                new StreamModeDetails(onDemand ? "ON_DEMAND" : "PROVISIONED"))
                        .tags(stream.tags().isEmpty() ? null : stream.tags())
                        .build();
        try {
            call(Kinesis.CREATE_STREAM, stream, input);
        } catch (ApiException e) {
            if (!e.type().equals("LimitExceededException") || before.isEmpty())
                throw new RefusedException(stream, e);
            for (InitialStream earlier : before) awaitActive(earlier);
            try {
                call(Kinesis.CREATE_STREAM, stream, input);
            } catch (ApiException again) {
                throw new RefusedException(stream, again);
            }
        }
    }

    private Stream awaitActive(InitialStream stream) throws InterruptedException {
        while (true) {
            Stream there = catalog.find(name(stream));
            if (there == null) throw new IllegalStateException(text(name(stream)) + " is gone");
            if (there.status() == StreamStatus.ACTIVE) return there;
            Thread.sleep(LOOK);
        }
    }

    private void retain(InitialStream stream) throws RefusedException, InterruptedException {
        try {
            call(
                    Kinesis.INCREASE_STREAM_RETENTION_PERIOD,
                    stream,
                    IncreaseStreamRetentionPeriodInput.builder()
                            .streamName(stream.name())
                            .retentionPeriodHours(stream.retentionHours())
                            .build());
        } catch (ApiException e) {
            throw new RefusedException(stream, e);
        }
    }

    private void register(InitialStream stream, Stream there, String consumer)
            throws RefusedException, InterruptedException {
        if (catalog.consumers().find(there.number(), consumer) != null) return;
        RegisterStreamConsumerInput input =
                RegisterStreamConsumerInput.builder()
                        .streamARN(arn(stream))
                        .consumerName(consumer)
                        .build();
        try {
            call(Kinesis.REGISTER_STREAM_CONSUMER, stream, input);
        } catch (ApiException e) {
            if (!e.type().equals("LimitExceededException")) throw new RefusedException(stream, e);
            awaitConsumers(); // which count against a limit until they are active
            try {
                call(Kinesis.REGISTER_STREAM_CONSUMER, stream, input);
            } catch (ApiException again) {
                throw new RefusedException(stream, again);
            }
        }
        LOG.log(Level.INFO, "registered consumer {0} of stream {1}", consumer, text(name(stream)));
    }

    private @Nullable String arn(InitialStream stream)
            throws RefusedException, InterruptedException {
        try {
            var summary =
                    call(
                            Kinesis.DESCRIBE_STREAM_SUMMARY,
                            stream,
                            DescribeStreamSummaryInput.builder().streamName(stream.name()).build());
            return Objects.requireNonNull(summary.streamDescriptionSummary()).streamARN();
        } catch (ApiException e) {
            throw new RefusedException(stream, e);
        }
    }

    private void awaitConsumers() throws InterruptedException {
        while (!catalog.consumers().inTransition().isEmpty()) Thread.sleep(LOOK);
    }

    /// Runs one operation as the stream's owner, with the checks that a request gets.
    @SuppressWarnings("unchecked") // an operation's handler has its type's shapes
    private <I extends Shape, O extends Shape> O call(
            OperationType<I, O> type, InitialStream stream, I input)
            throws ApiException, InterruptedException {
        var violations = new Violations();
        type.input().validate(input, violations);
        if (!violations.isEmpty())
            throw new ApiException("ValidationException", 400, violations.message());
        for (Operation<?, ?> operation : operations)
            if (operation.type().equals(type))
                return ((Handler.Blocking<I, O>) operation.handler()).handle(owner(stream), input);
        throw new ApiException("UnknownOperationException", 400, type.name() + " is not there yet");
    }

    /// An operation refuses what the configuration asks for.
    static final class RefusedException extends Exception {
        private RefusedException(InitialStream stream, ApiException refusal) {
            super(
                    "streams: %s: %s: %s"
                            .formatted(stream.name(), refusal.type(), refusal.getMessage()),
                    refusal);
        }
    }
}
