package dev.millrace.kinesis;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.AddTagsToStreamInput;
import dev.millrace.model.kinesis.ListTagsForResourceInput;
import dev.millrace.model.kinesis.ListTagsForResourceOutput;
import dev.millrace.model.kinesis.ListTagsForStreamInput;
import dev.millrace.model.kinesis.ListTagsForStreamOutput;
import dev.millrace.model.kinesis.RemoveTagsFromStreamInput;
import dev.millrace.model.kinesis.Tag;
import dev.millrace.model.kinesis.TagResourceInput;
import dev.millrace.model.kinesis.UntagResourceInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ConsumerTagging;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.StreamTagging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tags of streams, by the older operations, and of whatever an ARN names, by the newer.
record TagOperations(
        Catalog catalog, StreamAddress address, ResourceAddress resources, Registrar registrar) {

    Nothing addToStream(Caller caller, AddTagsToStreamInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        Map<String, String> tags = requireNonNull(input.tags());
        registrar.change(nowMs -> StreamTagging.add(catalog, name, tags, nowMs));
        return Nothing.NOTHING;
    }

    Nothing removeFromStream(Caller caller, RemoveTagsFromStreamInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        List<String> keys = requireNonNull(input.tagKeys());
        registrar.change(nowMs -> StreamTagging.remove(catalog, name, keys, nowMs));
        return Nothing.NOTHING;
    }

    /// Sorted by key. The key to start after need not be there.
    ListTagsForStreamOutput listOfStream(Caller caller, ListTagsForStreamInput input)
            throws ApiException {
        Stream stream =
                address.stream(caller, input.streamName(), input.streamARN(), input.streamId());
        var rest = new TreeMap<>(stream.tags());
        String after = input.exclusiveStartTagKey();
        if (after != null) rest.headMap(after, true).clear();
        int limit = input.limit() == null ? rest.size() : input.limit();
        boolean hasMore = rest.size() > limit;
        while (rest.size() > limit) rest.pollLastEntry();
        return new ListTagsForStreamOutput(shapes(rest), hasMore);
    }

    Nothing add(Caller caller, TagResourceInput input) throws ApiException, InterruptedException {
        Map<String, String> tags = requireNonNull(input.tags());
        Resource resource =
                resources.require(caller, requireNonNull(input.resourceARN()), input.streamId());
        registrar.change(
                nowMs ->
                        switch (resource) {
                            case Resource.OfStream(Stream stream) ->
                                    StreamTagging.add(catalog, stream.name(), tags, nowMs);
                            case Resource.OfConsumer it ->
                                    ConsumerTagging.add(
                                            catalog, it.consumer().number(), it.gone(), tags);
                        });
        return Nothing.NOTHING;
    }

    Nothing remove(Caller caller, UntagResourceInput input)
            throws ApiException, InterruptedException {
        List<String> keys = requireNonNull(input.tagKeys());
        Resource resource =
                resources.require(caller, requireNonNull(input.resourceARN()), input.streamId());
        registrar.change(
                nowMs ->
                        switch (resource) {
                            case Resource.OfStream(Stream stream) ->
                                    StreamTagging.remove(catalog, stream.name(), keys, nowMs);
                            case Resource.OfConsumer it ->
                                    ConsumerTagging.remove(
                                            catalog, it.consumer().number(), it.gone(), keys);
                        });
        return Nothing.NOTHING;
    }

    ListTagsForResourceOutput list(Caller caller, ListTagsForResourceInput input)
            throws ApiException {
        Resource resource =
                resources.require(caller, requireNonNull(input.resourceARN()), input.streamId());
        return new ListTagsForResourceOutput(
                shapes(
                        switch (resource) {
                            case Resource.OfStream(Stream stream) -> stream.tags();
                            case Resource.OfConsumer it -> it.consumer().tags();
                        }));
    }

    /// @param tags sorted by key
    private static List<Tag> shapes(Map<String, String> tags) {
        var shapes = new ArrayList<Tag>(tags.size());
        tags.forEach((key, value) -> shapes.add(new Tag(key, value)));
        return shapes;
    }
}
