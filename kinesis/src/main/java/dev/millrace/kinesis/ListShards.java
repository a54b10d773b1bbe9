package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.ListShardsInput;
import dev.millrace.model.kinesis.ListShardsOutput;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamKey;
import dev.millrace.stream.StreamStatus;
import dev.millrace.stream.TokenSeal;

import java.util.List;
import java.util.OptionalInt;

/// Lists a stream's shards, in pages of at most 1,000.
final class ListShards {
    private static final int PAGE = 1_000;

    private final Streams streams;
    private final TokenSeal seal;

    ListShards(Streams streams, TokenSeal seal) {
        this.streams = streams;
        this.seal = seal;
    }

    /// Where a listing stands.
    private record Place(Stream stream, ShardSelection selection, int afterIndex) {}

    /// The same between two calls. It names the stream by its number, so that a listing does not go
    /// on in another of the same name.
    private record Token(int stream, ShardSelection selection, int afterIndex) {}

    ListShardsOutput handle(Caller caller, ListShardsInput input) throws ApiException {
        long nowMs = streams.clock().wallMs();
        Place place =
                input.nextToken() == null
                        ? begin(caller, input, nowMs)
                        : resume(input, input.nextToken(), nowMs);
        if (place.stream.status() == StreamStatus.CREATING)
            throw KinesisErrors.notActive(place.stream.key(), place.stream.status().name());
        int limit = input.maxResults() == null ? PAGE : Math.min(input.maxResults(), PAGE);
        List<Shard> found =
                place.selection.of(place.stream, nowMs).stream()
                        .filter(shard -> shard.index() > place.afterIndex)
                        .limit(limit + 1L)
                        .toList();
        boolean more = found.size() > limit;
        List<Shard> page = more ? found.subList(0, limit) : found;
        return ListShardsOutput.builder()
                .shards(page.stream().map(Shapes::shard).toList())
                .nextToken(more ? token(place, page.getLast().index(), nowMs) : null)
                .build();
    }

    private Place begin(Caller caller, ListShardsInput input, long nowMs) throws ApiException {
        if (input.streamName() == null && input.streamARN() == null && input.streamId() == null)
            throw KinesisErrors.invalidArgument(
                    "Either NextToken or StreamName should be provided.");
        StreamKey key =
                streams.key(caller, input.streamName(), input.streamARN(), input.streamId());
        Stream stream = streams.require(key);
        // Clients print and read this timestamp in whole seconds.
        if (input.streamCreationTimestamp() != null
                && input.streamCreationTimestamp().getEpochSecond() != stream.createdMs() / 1000)
            throw KinesisErrors.streamNotFound(key);
        int after = -1;
        if (input.exclusiveStartShardId() != null) {
            OptionalInt index = ShardId.parse(input.exclusiveStartShardId());
            if (index.isEmpty())
                throw KinesisErrors.unreadableShardId(key, input.exclusiveStartShardId());
            after = index.getAsInt();
        }
        return new Place(stream, ShardSelection.of(input.shardFilter(), nowMs), after);
    }

    private Place resume(ListShardsInput input, String token, long nowMs) throws ApiException {
        if (input.streamName() != null || input.streamARN() != null || input.streamId() != null)
            throw KinesisErrors.invalidArgument(
                    "NextToken and StreamName cannot be provided together.");
        if (input.exclusiveStartShardId() != null || input.streamCreationTimestamp() != null)
            throw KinesisErrors.invalidArgument(
                    "NextToken cannot be provided together with ExclusiveStartShardId or"
                            + " StreamCreationTimestamp.");
        Token from =
                PageToken.open(
                        seal,
                        TokenSeal.Purpose.LIST_SHARDS,
                        token,
                        nowMs,
                        in ->
                                new Token(
                                        in.readInt(),
                                        new ShardSelection(
                                                ShardSelection.Type.valueOf(in.readUTF()),
                                                in.readInt(),
                                                in.readLong()),
                                        in.readInt()));
        Stream stream = streams.catalog().stream(from.stream);
        if (stream == null)
            throw KinesisErrors.notFound("The stream that NextToken belongs to is deleted.");
        return new Place(stream, from.selection, from.afterIndex);
    }

    private String token(Place place, int afterIndex, long nowMs) {
        return PageToken.seal(
                seal,
                TokenSeal.Purpose.LIST_SHARDS,
                nowMs,
                out -> {
                    out.writeInt(place.stream.number());
                    out.writeUTF(place.selection.type().name());
                    out.writeInt(place.selection.afterIndex());
                    out.writeLong(place.selection.atMs());
                    out.writeInt(afterIndex);
                });
    }
}
