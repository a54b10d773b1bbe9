package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.RemoveTagsFromStreamInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.StreamTagging;

import java.util.List;
import java.util.Objects;

final class RemoveTagsFromStream implements Handler.Blocking<RemoveTagsFromStreamInput, Nothing> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;

    RemoveTagsFromStream(Catalog catalog, StreamAddress address, Registrar registrar) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
    }

    @Override
    public Nothing handle(Caller caller, RemoveTagsFromStreamInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        List<String> keys = Objects.requireNonNull(input.tagKeys());
        registrar.change(nowMs -> StreamTagging.remove(catalog, name, keys, nowMs));
        return Nothing.NOTHING;
    }
}
