package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.IncreaseStreamRetentionPeriodInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Retention;
import dev.millrace.stream.StreamName;

import java.util.Objects;

final class IncreaseStreamRetentionPeriod
        implements Handler.Blocking<IncreaseStreamRetentionPeriodInput, Nothing> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;

    IncreaseStreamRetentionPeriod(Catalog catalog, StreamAddress address, Registrar registrar) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
    }

    @Override
    public Nothing handle(Caller caller, IncreaseStreamRetentionPeriodInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        int hours = Objects.requireNonNull(input.retentionPeriodHours());
        registrar.change(nowMs -> Retention.increase(catalog, name, hours, nowMs));
        return Nothing.NOTHING;
    }
}
