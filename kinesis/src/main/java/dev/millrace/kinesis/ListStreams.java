package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.ListStreamsInput;
import dev.millrace.model.kinesis.ListStreamsOutput;
import dev.millrace.model.kinesis.StreamSummary;
import dev.millrace.stream.Stream;
import dev.millrace.stream.TokenSeal;

import java.time.Instant;
import java.util.List;

/// Lists the streams of the caller's account and region, by name.
final class ListStreams {
    private static final int PAGE = 100;

    private final Streams streams;
    private final TokenSeal seal;

    ListStreams(Streams streams, TokenSeal seal) {
        this.streams = streams;
        this.seal = seal;
    }

    ListStreamsOutput handle(Caller caller, ListStreamsInput input) throws ApiException {
        long nowMs = streams.clock().wallMs();
        String after = input.exclusiveStartStreamName();
        if (input.nextToken() != null) {
            if (after != null)
                throw KinesisErrors.invalidArgument(
                        "NextToken and ExclusiveStartStreamName cannot be provided together.");
            after =
                    PageToken.open(
                            seal,
                            TokenSeal.Purpose.LIST_STREAMS,
                            input.nextToken(),
                            nowMs,
                            in -> in.readUTF());
        }
        int limit = input.limit() == null ? PAGE : input.limit();
        List<Stream> found =
                streams
                        .catalog()
                        .streams(caller.account(), caller.region(), after == null ? "" : after)
                        .stream()
                        .limit(limit + 1L)
                        .toList();
        boolean more = found.size() > limit;
        List<Stream> page = more ? found.subList(0, limit) : found;
        return ListStreamsOutput.builder()
                .streamNames(page.stream().map(Stream::name).toList())
                .streamSummaries(page.stream().map(ListStreams::summary).toList())
                .hasMoreStreams(more)
                .nextToken(
                        more
                                ? PageToken.seal(
                                        seal,
                                        TokenSeal.Purpose.LIST_STREAMS,
                                        nowMs,
                                        out -> out.writeUTF(page.getLast().name()))
                                : null)
                .build();
    }

    private static StreamSummary summary(Stream stream) {
        return StreamSummary.builder()
                .streamName(stream.name())
                .streamARN(stream.key().arn())
                .streamStatus(stream.status().name())
                .streamModeDetails(Shapes.mode(stream))
                .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdMs()))
                .build();
    }
}
