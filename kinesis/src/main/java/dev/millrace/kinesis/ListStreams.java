package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.ListStreamsInput;
import dev.millrace.model.kinesis.ListStreamsOutput;
import dev.millrace.model.kinesis.StreamSummary;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

final class ListStreams implements Handler.Blocking<ListStreamsInput, ListStreamsOutput> {
    private static final int DEFAULT_LIMIT = 100;

    private final Catalog catalog;
    private final Clock clock;
    private final PageTokens tokens;

    ListStreams(Catalog catalog, Clock clock, PageTokens tokens) {
        this.catalog = catalog;
        this.clock = clock;
        this.tokens = tokens;
    }

    /// A token wins over ExclusiveStartStreamName: paginators of SDKs send both.
    @Override
    public ListStreamsOutput handle(Caller caller, ListStreamsInput input) throws ApiException {
        long nowMs = clock.wallMs();
        int limit = input.limit() == null ? DEFAULT_LIMIT : input.limit();
        List<Stream> found =
                catalog.list(
                        caller.account(), caller.region(), after(caller, input, nowMs), limit + 1);
        boolean hasMore = found.size() > limit;
        List<Stream> page = hasMore ? found.subList(0, limit) : found;
        var names = new ArrayList<String>(page.size());
        var summaries = new ArrayList<StreamSummary>(page.size());
        for (Stream stream : page) {
            names.add(stream.name().name());
            summaries.add(
                    new StreamSummary(
                            stream.name().name(),
                            StreamArn.of(stream.name()),
                            stream.status().name(),
                            StreamShapes.of(stream.mode()),
                            Instant.ofEpochMilli(stream.createdMs())));
        }
        @Nullable String next =
                hasMore ? tokens.seal(new PageTokens.Streams(page.getLast().name(), nowMs)) : null;
        return new ListStreamsOutput(names, hasMore, next, summaries);
    }

    private String after(Caller caller, ListStreamsInput input, long nowMs) throws ApiException {
        if (input.nextToken() != null) {
            StreamName last = tokens.streams(input.nextToken(), nowMs).after();
            if (!StreamAddress.isOwn(caller, last)) throw ApiErrors.of(new Refusal.TokenInvalid());
            return last.name();
        }
        String exclusiveStart = input.exclusiveStartStreamName();
        return exclusiveStart == null ? "" : exclusiveStart;
    }
}
