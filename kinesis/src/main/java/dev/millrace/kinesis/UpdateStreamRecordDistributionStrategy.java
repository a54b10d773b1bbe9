package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.UpdateStreamRecordDistributionStrategyInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.RecordDistribution;
import dev.millrace.stream.RecordRouting;
import dev.millrace.stream.StreamName;

import java.util.Objects;

final class UpdateStreamRecordDistributionStrategy
        implements Handler.Blocking<UpdateStreamRecordDistributionStrategyInput, Nothing> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;

    UpdateStreamRecordDistributionStrategy(
            Catalog catalog, StreamAddress address, Registrar registrar) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
    }

    @Override
    public Nothing handle(Caller caller, UpdateStreamRecordDistributionStrategyInput input)
            throws ApiException, InterruptedException {
        StreamName name = address.name(caller, null, input.streamARN(), input.streamId());
        RecordDistribution distribution =
                RecordDistribution.valueOf(
                        Objects.requireNonNull(input.recordDistributionStrategy()));
        registrar.change(nowMs -> RecordRouting.update(catalog, name, distribution, nowMs));
        return Nothing.NOTHING;
    }
}
