package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.Tag;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.StreamTagging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The tags of whatever an ARN names.
final class ResourceTags {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;

    ResourceTags(Catalog catalog, StreamAddress address, Registrar registrar) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
    }

    void add(Caller caller, String arn, Map<String, String> tags)
            throws ApiException, InterruptedException {
        switch (resource(caller, arn)) {
            case ResourceArn.OfStream(var name) ->
                    registrar.change(nowMs -> StreamTagging.add(catalog, name, tags, nowMs));
            case ResourceArn.OfConsumer consumer -> throw notFound(consumer);
        }
    }

    void remove(Caller caller, String arn, List<String> keys)
            throws ApiException, InterruptedException {
        switch (resource(caller, arn)) {
            case ResourceArn.OfStream(var name) ->
                    registrar.change(nowMs -> StreamTagging.remove(catalog, name, keys, nowMs));
            case ResourceArn.OfConsumer consumer -> throw notFound(consumer);
        }
    }

    List<Tag> list(Caller caller, String arn) throws ApiException {
        return switch (resource(caller, arn)) {
            case ResourceArn.OfStream(var name) -> shapes(address.require(name).tags());
            case ResourceArn.OfConsumer consumer -> throw notFound(consumer);
        };
    }

    private static ResourceArn resource(Caller caller, String arn) throws ApiException {
        ResourceArn resource = ResourceArn.parse(arn);
        if (resource == null) throw ApiErrors.invalidArgument("Invalid ResourceARN: " + arn);
        String region =
                switch (resource) {
                    case ResourceArn.OfStream it -> it.stream().region();
                    case ResourceArn.OfConsumer it -> it.stream().region();
                };
        if (region.equals(caller.region())) return resource;
        throw switch (resource) {
            case ResourceArn.OfStream it -> ApiErrors.of(new Refusal.StreamNotFound(it.stream()));
            case ResourceArn.OfConsumer it -> notFound(it);
        };
    }

    /// Nothing registers consumers, so there are none.
    private static ApiException notFound(ResourceArn.OfConsumer consumer) {
        return ApiErrors.of(new Refusal.ConsumerNotFound(consumer.consumer(), consumer.stream()));
    }

    /// @param tags sorted by key
    static List<Tag> shapes(Map<String, String> tags) {
        var shapes = new ArrayList<Tag>(tags.size());
        tags.forEach((key, value) -> shapes.add(new Tag(key, value)));
        return shapes;
    }
}
