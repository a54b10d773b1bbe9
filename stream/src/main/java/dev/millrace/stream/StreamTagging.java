package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// Decides on the tags of a stream.
public final class StreamTagging {
    private StreamTagging() {}

    /// Whether a stream may carry further tags; a key that it has gets the new value.
    public static Decision add(
            Catalog catalog, StreamName name, Map<String, String> tags, long nowMs) {
        return SettingsChange.ofActive(
                catalog,
                name,
                stream -> {
                    var all = new TreeMap<>(stream.tags());
                    all.putAll(tags);
                    @Nullable Refusal refusal = TagRules.refusal(tags, all.size(), name);
                    if (refusal != null) return new Decision.Refused(refusal);
                    return SettingsChange.now(stream, stream.settings().tagged(all), nowMs);
                });
    }

    /// Whether a stream may lose tags; a key that it does not have is as good as lost.
    public static Decision remove(
            Catalog catalog, StreamName name, Collection<String> keys, long nowMs) {
        return SettingsChange.ofActive(
                catalog,
                name,
                stream -> {
                    @Nullable Refusal refusal = TagRules.refusal(keys, name);
                    if (refusal != null) return new Decision.Refused(refusal);
                    var left = new TreeMap<>(stream.tags());
                    left.keySet().removeAll(keys);
                    return SettingsChange.now(stream, stream.settings().tagged(left), nowMs);
                });
    }
}
