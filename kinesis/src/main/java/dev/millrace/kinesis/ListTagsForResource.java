package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.ListTagsForResourceInput;
import dev.millrace.model.kinesis.ListTagsForResourceOutput;

import java.util.Objects;

final class ListTagsForResource
        implements Handler.Blocking<ListTagsForResourceInput, ListTagsForResourceOutput> {
    private final ResourceTags tags;

    ListTagsForResource(ResourceTags tags) {
        this.tags = tags;
    }

    @Override
    public ListTagsForResourceOutput handle(Caller caller, ListTagsForResourceInput input)
            throws ApiException {
        return new ListTagsForResourceOutput(
                tags.list(caller, Objects.requireNonNull(input.resourceARN()), input.streamId()));
    }
}
