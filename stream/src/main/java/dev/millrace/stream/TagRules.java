package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;

/// Which tags a stream may carry, beyond what the model says.
final class TagRules {
    /// Source: developer guide, "Quotas and limits". The service's text says 10.
    private static final int MOST_TAGS = 50;

    private TagRules() {}

    /// Whether a new stream may have these tags.
    static @Nullable Refusal refusal(Map<String, String> tags, StreamName stream) {
        return refusal(tags, tags.size(), stream);
    }

    /// Whether tags may be removed.
    static @Nullable Refusal refusal(Collection<String> keys, StreamName stream) {
        for (String key : keys) if (!isKnown(key)) return new Refusal.TagCharacterUnknown();
        for (String key : keys) if (key.indexOf('%') >= 0) return new Refusal.TagKeyIllegal(stream);
        return null;
    }

    /// Whether tags may be added.
    ///
    /// @param total how many the stream will have
    static @Nullable Refusal refusal(Map<String, String> tags, int total, StreamName stream) {
        for (var tag : tags.entrySet())
            if (!isKnown(tag.getKey())
                    || !isKnown(tag.getValue())
                    || tag.getKey().startsWith("aws:")) return new Refusal.TagCharacterUnknown();
        for (var tag : tags.entrySet())
            if (tag.getKey().indexOf('%') >= 0 || tag.getValue().indexOf('%') >= 0)
                return new Refusal.TagCharacterIllegal(stream);
        return total > MOST_TAGS ? new Refusal.TooManyTags(stream) : null;
    }

    private static boolean isKnown(String text) {
        return text.codePoints().allMatch(TagRules::isKnown);
    }

    private static boolean isKnown(int character) {
        return Character.isLetterOrDigit(character)
                || Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || "_./=+-%@:".indexOf(character) >= 0;
    }
}
