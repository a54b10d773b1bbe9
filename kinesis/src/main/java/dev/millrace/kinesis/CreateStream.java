package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.RecordDistribution;
import dev.millrace.stream.StreamCreation;
import dev.millrace.stream.StreamMode;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

final class CreateStream implements Handler.Blocking<CreateStreamInput, Nothing> {
    private final Catalog catalog;
    private final Registrar registrar;
    private final ControlRules rules;
    private final RandomGenerator random;

    CreateStream(Catalog catalog, Registrar registrar, ControlRules rules, RandomGenerator random) {
        this.catalog = catalog;
        this.registrar = registrar;
        this.rules = rules;
        this.random = random;
    }

    @Override
    public Nothing handle(Caller caller, CreateStreamInput input)
            throws ApiException, InterruptedException {
        var name =
                new StreamName(
                        caller.account(),
                        caller.region(),
                        Objects.requireNonNull(input.streamName()));
        Map<String, String> tags = input.tags() == null ? Map.of() : input.tags();
        var request =
                new StreamCreation.Request(
                        name,
                        mode(input),
                        input.shardCount(),
                        input.maxRecordSizeInKiB(),
                        tags,
                        input.warmThroughputMiBps(),
                        distribution(input));
        String id = StreamCreation.randomId(random);
        registrar.change(nowMs -> StreamCreation.decide(catalog, request, id, rules, nowMs));
        return Nothing.NOTHING;
    }

    private static RecordDistribution distribution(CreateStreamInput input) {
        String strategy = input.recordDistributionStrategy();
        return strategy == null
                ? RecordDistribution.USER_PARTITION_KEY
                : RecordDistribution.valueOf(strategy);
    }

    private static @Nullable StreamMode mode(CreateStreamInput input) {
        var details = input.streamModeDetails();
        if (details == null || details.streamMode() == null) return null;
        return StreamMode.valueOf(details.streamMode());
    }
}
