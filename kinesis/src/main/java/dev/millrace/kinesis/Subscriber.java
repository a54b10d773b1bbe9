package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

/// Whose subscription it is, and to what, for as long as both exist.
///
/// @param arn the consumer's
/// @param stream internal number
/// @param shardIndex index inside the stream
/// @param shard engine-wide number
record Subscriber(
        Catalog catalog,
        ConsumerLookup consumers,
        String arn,
        String consumer,
        StreamName name,
        int stream,
        int shardIndex,
        int shard) {

    /// Where it reads, at this moment.
    record Home(Stream stream, Shard shard) {}

    /// @throws ApiException if the stream, the consumer or the shard is gone
    Home home(long nowMs) throws ApiException {
        Stream present = catalog.find(stream);
        if (present == null) throw ApiErrors.of(new Refusal.StreamNotFound(name));
        if (consumers.find(arn) == null) throw FanOutErrors.noConsumer(consumer, name);
        Shard found = present.shard(shardIndex, nowMs);
        if (found == null)
            throw ApiErrors.of(new Refusal.ShardDoesNotExist(ShardId.of(shardIndex), name));
        return new Home(present, found);
    }
}
