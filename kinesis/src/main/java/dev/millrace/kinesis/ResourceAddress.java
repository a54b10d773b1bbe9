package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;

import org.jspecify.annotations.Nullable;

/// Which stream or consumer a request speaks of by a resource's ARN.
final class ResourceAddress {
    private final StreamAddress streams;
    private final ConsumerAddress consumers;

    ResourceAddress(StreamAddress streams, ConsumerAddress consumers) {
        this.streams = streams;
        this.consumers = consumers;
    }

    /// The resource, in any state.
    ///
    /// @param streamId of the stream or of the consumer's stream, or null
    Resource require(Caller caller, String arn, @Nullable String streamId) throws ApiException {
        return switch (ResourceArn.parse(arn)) {
            case null -> throw ApiErrors.invalidArgument("Invalid ResourceARN: " + arn);
            case ResourceArn.OfStream _ ->
                    new Resource.OfStream(streams.stream(caller, null, arn, streamId));
            case ResourceArn.OfConsumer named -> consumers.require(caller, named, streamId);
        };
    }
}
