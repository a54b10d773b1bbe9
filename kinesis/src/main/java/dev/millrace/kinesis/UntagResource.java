package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.UntagResourceInput;

import java.util.Objects;

final class UntagResource implements Handler.Blocking<UntagResourceInput, Nothing> {
    private final ResourceTags tags;

    UntagResource(ResourceTags tags) {
        this.tags = tags;
    }

    @Override
    public Nothing handle(Caller caller, UntagResourceInput input)
            throws ApiException, InterruptedException {
        tags.remove(
                caller,
                Objects.requireNonNull(input.resourceARN()),
                input.streamId(),
                Objects.requireNonNull(input.tagKeys()));
        return Nothing.NOTHING;
    }
}
