package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.ListShardsInput;
import dev.millrace.model.kinesis.ListShardsOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardFilter;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.StreamStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

final class ListShards implements Handler.Blocking<ListShardsInput, ListShardsOutput> {
    /// More are not shown on a page, whatever is asked for.
    private static final int MOST_SHARDS = 1_000;

    private final Catalog catalog;
    private final StreamAddress address;
    private final Clock clock;
    private final PageTokens tokens;

    ListShards(Catalog catalog, StreamAddress address, Clock clock, PageTokens tokens) {
        this.catalog = catalog;
        this.address = address;
        this.clock = clock;
        this.tokens = tokens;
    }

    @Override
    public ListShardsOutput handle(Caller caller, ListShardsInput input) throws ApiException {
        long nowMs = clock.wallMs();
        return input.nextToken() == null
                ? first(caller, input, nowMs)
                : next(caller, input, input.nextToken(), nowMs);
    }

    private ListShardsOutput first(Caller caller, ListShardsInput input, long nowMs)
            throws ApiException {
        boolean named =
                input.streamName() != null || input.streamARN() != null || input.streamId() != null;
        if (!named)
            throw ApiErrors.invalidArgument("Either NextToken or StreamName should be provided.");
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        var asked = input.shardFilter();
        int after = DescribeStream.after(input.exclusiveStartShardId(), name);
        if (asked != null && isAfterShard(asked))
            after = Math.max(after, afterShard(asked.shardId(), name));
        Stream stream = address.require(name);
        requireCreated(stream, input.streamCreationTimestamp());
        if (stream.status() == StreamStatus.CREATING)
            throw ApiErrors.of(new Refusal.StreamNotActive(stream.name(), stream.status()));
        ShardFilter filter =
                asked == null || isAfterShard(asked)
                        ? new ShardFilter.All()
                        : filter(asked, stream, nowMs);
        return page(stream, after, filter, input.maxResults(), nowMs);
    }

    /// Refuses another stream of the name than the one that was created then, if a time is given.
    static void requireCreated(Stream stream, @Nullable Instant created) throws ApiException {
        if (created != null && !isSame(created, stream.createdMs()))
            throw ApiErrors.of(new Refusal.StreamNotFound(stream.name()));
    }

    /// Some clients know the time of creation to the second only.
    private static boolean isSame(Instant given, long createdMs) {
        long givenMs = given.toEpochMilli();
        return givenMs == createdMs
                || (givenMs % 1_000 == 0 && givenMs / 1_000 == createdMs / 1_000);
    }

    private static boolean isAfterShard(dev.millrace.model.kinesis.ShardFilter asked) {
        return "AFTER_SHARD_ID".equals(asked.type());
    }

    private static int afterShard(@Nullable String id, StreamName stream) throws ApiException {
        if (id == null)
            throw ApiErrors.invalidArgument("The ShardFilter type AFTER_SHARD_ID needs a ShardId.");
        return DescribeStream.after(id, stream);
    }

    private static ShardFilter filter(
            dev.millrace.model.kinesis.ShardFilter asked, Stream stream, long nowMs)
            throws ApiException {
        String type = Objects.requireNonNull(asked.type());
        return switch (type) {
            case "FROM_TRIM_HORIZON" -> new ShardFilter.All();
            case "AT_TRIM_HORIZON" -> new ShardFilter.AtHorizon();
            case "AT_LATEST" -> new ShardFilter.OpenNow();
            case "AT_TIMESTAMP" -> ShardFilter.openAt(time(asked, nowMs), stream, nowMs);
            case "FROM_TIMESTAMP" -> new ShardFilter.OpenSince(time(asked, nowMs));
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static long time(dev.millrace.model.kinesis.ShardFilter asked, long nowMs)
            throws ApiException {
        Instant time = asked.timestamp();
        if (time == null)
            throw ApiErrors.invalidArgument(
                    "The ShardFilter type " + asked.type() + " needs a Timestamp.");
        if (time.toEpochMilli() > nowMs)
            throw ApiErrors.of(new Refusal.FilterTimeInFuture(time.toEpochMilli(), nowMs));
        return time.toEpochMilli();
    }

    private ListShardsOutput next(Caller caller, ListShardsInput input, String token, long nowMs)
            throws ApiException {
        refuseBeside(input.streamName(), "StreamName");
        refuseBeside(input.streamCreationTimestamp(), "StreamCreationTimestamp");
        refuseBeside(input.exclusiveStartShardId(), "ExclusiveStartShardId");
        PageTokens.Shards place = tokens.shards(token, nowMs);
        Stream stream = catalog.find(place.stream());
        StreamName name = stream == null ? catalog.findDeleted(place.stream()) : stream.name();
        if (name == null || !address.admits(caller, input.streamARN(), input.streamId(), name))
            throw ApiErrors.of(new Refusal.TokenInvalid());
        if (stream == null) throw ApiErrors.of(new Refusal.StreamNotFound(name));
        return page(stream, place.after(), place.filter(), input.maxResults(), nowMs);
    }

    static void refuseBeside(@Nullable Object value, String name) throws ApiException {
        if (value != null)
            throw ApiErrors.invalidArgument(
                    "NextToken and " + name + " cannot be provided together.");
    }

    private ListShardsOutput page(
            Stream stream,
            int after,
            ShardFilter filter,
            @Nullable Integer maxResults,
            long nowMs) {
        int most = maxResults == null ? MOST_SHARDS : Math.min(maxResults, MOST_SHARDS);
        long believedMs = clock.believedMs();
        List<Shard> found =
                stream.shardsAfter(after, believedMs).stream()
                        .filter(shard -> filter.admits(shard, stream, believedMs))
                        .limit(most + 1L)
                        .toList();
        if (found.size() <= most) return new ListShardsOutput(StreamShapes.of(found), null);
        List<Shard> page = found.subList(0, most);
        // On later pages, what was open when the first was shown.
        ShardFilter rest =
                filter instanceof ShardFilter.OpenNow() ? new ShardFilter.OpenAt(nowMs) : filter;
        String token =
                tokens.seal(
                        new PageTokens.Shards(
                                stream.number(), page.getLast().index(), rest, nowMs));
        return new ListShardsOutput(StreamShapes.of(page), token);
    }
}
