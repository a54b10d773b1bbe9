package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.AddTagsToStreamInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.StreamTagging;

import java.util.Map;
import java.util.Objects;

final class AddTagsToStream implements Handler.Blocking<AddTagsToStreamInput, Nothing> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;

    AddTagsToStream(Catalog catalog, StreamAddress address, Registrar registrar) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
    }

    @Override
    public Nothing handle(Caller caller, AddTagsToStreamInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        Map<String, String> tags = Objects.requireNonNull(input.tags());
        registrar.change(nowMs -> StreamTagging.add(catalog, name, tags, nowMs));
        return Nothing.NOTHING;
    }
}
