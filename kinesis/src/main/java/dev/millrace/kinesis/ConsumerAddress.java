package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

/// Which consumer a request speaks of: by its ARN, by its stream and its name, or by all if they
/// agree.
final class ConsumerAddress {
    private final Catalog catalog;
    private final StreamAddress address;

    ConsumerAddress(Catalog catalog, StreamAddress address) {
        this.catalog = catalog;
        this.address = address;
    }

    /// The consumer that a request names.
    ///
    /// @param streamArn like the others null if it was not given
    Resource.OfConsumer require(
            Caller caller,
            @Nullable String streamArn,
            @Nullable String name,
            @Nullable String consumerArn,
            @Nullable String streamId)
            throws ApiException {
        boolean streamGiven = streamArn != null || streamId != null;
        if (consumerArn != null) {
            Resource.OfConsumer found = byArn(caller, consumerArn, streamId);
            boolean agreed =
                    (name == null || name.equals(found.consumer().name()))
                            && (streamArn == null
                                    || found.stream()
                                            .equals(address.name(caller, null, streamArn, null)));
            if (!agreed)
                throw ApiErrors.invalidArgument(
                        "ConsumerARN, StreamARN and ConsumerName do not name the same consumer.");
            return found;
        }
        if (!streamGiven || name == null)
            throw ApiErrors.invalidArgument(
                    "Either ConsumerARN, or StreamARN and ConsumerName should be provided.");
        Stream stream = address.stream(caller, null, streamArn, streamId);
        Consumer consumer = catalog.consumers().find(stream.number(), name);
        if (consumer == null) throw ApiErrors.of(new Refusal.ConsumerNotFound(name, stream.name()));
        return new Resource.OfConsumer(stream.name(), consumer);
    }

    /// The consumer of an ARN, in any state.
    ///
    /// @param streamId of its stream, or null
    Resource.OfConsumer byArn(Caller caller, String arn, @Nullable String streamId)
            throws ApiException {
        if (ResourceArn.parse(arn) instanceof ResourceArn.OfConsumer named)
            return require(caller, named, streamId);
        throw ApiErrors.invalidArgument("Invalid ConsumerARN: " + arn);
    }

    /// The consumer of an ARN, in any state.
    ///
    /// @param streamId of its stream, or null
    Resource.OfConsumer require(
            Caller caller, ResourceArn.OfConsumer named, @Nullable String streamId)
            throws ApiException {
        StreamName stream = address.name(caller, null, StreamArn.of(named.stream()), streamId);
        Consumer consumer = catalog.consumer(stream, named.consumer(), named.createdSecond());
        if (consumer == null)
            throw ApiErrors.of(new Refusal.ConsumerNotFound(named.consumer(), stream));
        return new Resource.OfConsumer(stream, consumer);
    }
}
