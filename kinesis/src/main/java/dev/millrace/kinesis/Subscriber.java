package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.ConsumerStatus;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

/// Whose subscription it is, and to what, for as long as both exist.
///
/// @param consumer as it was when it subscribed
/// @param name of the stream
/// @param shardIndex index inside the stream
/// @param shard engine-wide number
record Subscriber(Catalog catalog, Consumer consumer, StreamName name, int shardIndex, int shard) {

    /// Where it reads, at this moment.
    record Home(Stream stream, Shard shard) {}

    /// @throws ApiException if the stream, the consumer or the shard is gone
    Home home(long believedMs) throws ApiException {
        Stream stream = catalog.find(consumer.stream());
        if (stream == null) throw ApiErrors.of(new Refusal.StreamNotFound(name));
        Consumer present = catalog.consumers().find(consumer.number());
        if (present == null || present.status() != ConsumerStatus.ACTIVE)
            throw ApiErrors.of(new Refusal.ConsumerNotFound(consumer.name(), name));
        Shard found = stream.shard(shardIndex, believedMs);
        if (found == null)
            throw ApiErrors.of(new Refusal.ShardDoesNotExist(ShardId.of(shardIndex), name));
        return new Home(stream, found);
    }
}
