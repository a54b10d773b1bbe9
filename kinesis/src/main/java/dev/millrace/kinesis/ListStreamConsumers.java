package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.ListStreamConsumersInput;
import dev.millrace.model.kinesis.ListStreamConsumersOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

import java.util.List;

final class ListStreamConsumers
        implements Handler.Blocking<ListStreamConsumersInput, ListStreamConsumersOutput> {
    private static final int DEFAULT_RESULTS = 100;

    private final Catalog catalog;
    private final StreamAddress address;
    private final Clock clock;
    private final PageTokens tokens;

    ListStreamConsumers(Catalog catalog, StreamAddress address, Clock clock, PageTokens tokens) {
        this.catalog = catalog;
        this.address = address;
        this.clock = clock;
        this.tokens = tokens;
    }

    /// The stream is named on every page; the token says of which stream of that name it is.
    @Override
    public ListStreamConsumersOutput handle(Caller caller, ListStreamConsumersInput input)
            throws ApiException {
        long nowMs = clock.wallMs();
        StreamName name = address.name(caller, null, input.streamARN(), input.streamId());
        if (input.nextToken() == null) {
            Stream stream = address.require(name);
            ListShards.requireCreated(stream, input.streamCreationTimestamp());
            return page(stream, "", input.maxResults(), nowMs);
        }
        ListShards.refuseBeside(input.streamCreationTimestamp(), "StreamCreationTimestamp");
        PageTokens.Consumers place = tokens.consumers(input.nextToken(), nowMs);
        Stream stream = address.require(name);
        if (stream.number() != place.stream()) throw ApiErrors.of(new Refusal.TokenInvalid());
        return page(stream, place.after(), input.maxResults(), nowMs);
    }

    private ListStreamConsumersOutput page(
            Stream stream, String after, @Nullable Integer maxResults, long nowMs) {
        int most = maxResults == null ? DEFAULT_RESULTS : maxResults;
        List<Consumer> found = catalog.consumers().list(stream.number(), after, most + 1);
        boolean hasMore = found.size() > most;
        List<Consumer> page = hasMore ? found.subList(0, most) : found;
        return new ListStreamConsumersOutput(
                page.stream().map(each -> ConsumerShapes.of(stream.name(), each)).toList(),
                hasMore ? token(stream, page.getLast(), nowMs) : null);
    }

    private String token(Stream stream, Consumer last, long nowMs) {
        return tokens.seal(new PageTokens.Consumers(stream.number(), last.name(), nowMs));
    }
}
