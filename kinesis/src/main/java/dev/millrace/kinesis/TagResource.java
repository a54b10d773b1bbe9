package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.TagResourceInput;

import java.util.Objects;

final class TagResource implements Handler.Blocking<TagResourceInput, Nothing> {
    private final ResourceTags tags;

    TagResource(ResourceTags tags) {
        this.tags = tags;
    }

    @Override
    public Nothing handle(Caller caller, TagResourceInput input)
            throws ApiException, InterruptedException {
        tags.add(
                caller,
                Objects.requireNonNull(input.resourceARN()),
                input.streamId(),
                Objects.requireNonNull(input.tags()));
        return Nothing.NOTHING;
    }
}
