package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.UpdateMaxRecordSizeInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.RecordSize;
import dev.millrace.stream.StreamName;

import java.util.Objects;

final class UpdateMaxRecordSize implements Handler.Blocking<UpdateMaxRecordSizeInput, Nothing> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;

    UpdateMaxRecordSize(Catalog catalog, StreamAddress address, Registrar registrar) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
    }

    @Override
    public Nothing handle(Caller caller, UpdateMaxRecordSizeInput input)
            throws ApiException, InterruptedException {
        StreamName name = address.name(caller, null, input.streamARN(), input.streamId());
        int size = Objects.requireNonNull(input.maxRecordSizeInKiB());
        registrar.change(nowMs -> RecordSize.update(catalog, name, size, nowMs));
        return Nothing.NOTHING;
    }
}
