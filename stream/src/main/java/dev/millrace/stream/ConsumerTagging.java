package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// Decides on the tags of a consumer.
public final class ConsumerTagging {
    private ConsumerTagging() {}

    /// Whether a consumer may carry further tags; a key that it has gets the new value.
    ///
    /// @param number the consumer's internal number
    /// @param gone why not, if it is there no more
    public static Decision add(
            Catalog catalog, int number, Refusal gone, Map<String, String> tags) {
        Refusal inactive = ActiveHolder.refusal(catalog, new PolicyHolder.OfConsumer(number), gone);
        if (inactive != null) return new Decision.Refused(inactive);
        Consumer consumer = catalog.consumers().require(number);
        var all = new TreeMap<>(consumer.tags());
        all.putAll(tags);
        return decide(consumer, all, TagRules.refusal(tags, all.size(), stream(catalog, consumer)));
    }

    /// Whether a consumer may lose tags; a key that it does not have is as good as lost.
    ///
    /// @param number the consumer's internal number
    /// @param gone why not, if it is there no more
    public static Decision remove(
            Catalog catalog, int number, Refusal gone, Collection<String> keys) {
        Refusal inactive = ActiveHolder.refusal(catalog, new PolicyHolder.OfConsumer(number), gone);
        if (inactive != null) return new Decision.Refused(inactive);
        Consumer consumer = catalog.consumers().require(number);
        var left = new TreeMap<>(consumer.tags());
        left.keySet().removeAll(keys);
        return decide(consumer, left, TagRules.refusal(keys, stream(catalog, consumer)));
    }

    private static StreamName stream(Catalog catalog, Consumer consumer) {
        return catalog.require(consumer.stream()).name();
    }

    private static Decision decide(
            Consumer consumer, Map<String, String> tags, @Nullable Refusal refusal) {
        if (refusal != null) return new Decision.Refused(refusal);
        if (tags.equals(consumer.tags())) return new Decision.NoChange();
        return Decision.Change.of(new CatalogCommand.TagConsumer(consumer.number(), tags));
    }
}
