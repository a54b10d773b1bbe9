package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.Tag;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ConsumerTagging;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamTagging;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The tags of whatever an ARN names.
final class ResourceTags {
    private final Catalog catalog;
    private final ResourceAddress resources;
    private final Registrar registrar;

    ResourceTags(Catalog catalog, ResourceAddress resources, Registrar registrar) {
        this.catalog = catalog;
        this.resources = resources;
        this.registrar = registrar;
    }

    void add(Caller caller, String arn, @Nullable String streamId, Map<String, String> tags)
            throws ApiException, InterruptedException {
        Resource resource = resources.require(caller, arn, streamId);
        registrar.change(
                nowMs ->
                        switch (resource) {
                            case Resource.OfStream(Stream stream) ->
                                    StreamTagging.add(catalog, stream.name(), tags, nowMs);
                            case Resource.OfConsumer it ->
                                    ConsumerTagging.add(
                                            catalog, it.consumer().number(), it.gone(), tags);
                        });
    }

    void remove(Caller caller, String arn, @Nullable String streamId, List<String> keys)
            throws ApiException, InterruptedException {
        Resource resource = resources.require(caller, arn, streamId);
        registrar.change(
                nowMs ->
                        switch (resource) {
                            case Resource.OfStream(Stream stream) ->
                                    StreamTagging.remove(catalog, stream.name(), keys, nowMs);
                            case Resource.OfConsumer it ->
                                    ConsumerTagging.remove(
                                            catalog, it.consumer().number(), it.gone(), keys);
                        });
    }

    List<Tag> list(Caller caller, String arn, @Nullable String streamId) throws ApiException {
        return shapes(
                switch (resources.require(caller, arn, streamId)) {
                    case Resource.OfStream(Stream stream) -> stream.tags();
                    case Resource.OfConsumer it -> it.consumer().tags();
                });
    }

    /// @param tags sorted by key
    static List<Tag> shapes(Map<String, String> tags) {
        var shapes = new ArrayList<Tag>(tags.size());
        tags.forEach((key, value) -> shapes.add(new Tag(key, value)));
        return shapes;
    }
}
