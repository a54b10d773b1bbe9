package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.ListTagsForStreamInput;
import dev.millrace.model.kinesis.ListTagsForStreamOutput;
import dev.millrace.stream.Stream;

import java.util.TreeMap;

/// Sorted by key. The key to start after need not be there.
final class ListTagsForStream
        implements Handler.Blocking<ListTagsForStreamInput, ListTagsForStreamOutput> {
    private final StreamAddress address;

    ListTagsForStream(StreamAddress address) {
        this.address = address;
    }

    @Override
    public ListTagsForStreamOutput handle(Caller caller, ListTagsForStreamInput input)
            throws ApiException {
        Stream stream =
                address.stream(caller, input.streamName(), input.streamARN(), input.streamId());
        var rest = new TreeMap<>(stream.tags());
        String after = input.exclusiveStartTagKey();
        if (after != null) rest.headMap(after, true).clear();
        int limit = input.limit() == null ? rest.size() : input.limit();
        boolean hasMore = rest.size() > limit;
        while (rest.size() > limit) rest.pollLastEntry();
        return new ListTagsForStreamOutput(ResourceTags.shapes(rest), hasMore);
    }
}
