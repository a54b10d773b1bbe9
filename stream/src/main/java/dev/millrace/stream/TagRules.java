package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Which tags a stream may carry, beyond what the model says.
final class TagRules {
    /// Source: developer guide, "Quotas and limits". The service's text says 10.
    private static final int MOST_TAGS = 50;

    private TagRules() {}

    static @Nullable Refusal refusal(Map<String, String> tags, StreamName stream) {
        for (var tag : tags.entrySet())
            if (!isKnown(tag.getKey())
                    || !isKnown(tag.getValue())
                    || tag.getKey().startsWith("aws:")) return new Refusal.TagCharacterUnknown();
        for (var tag : tags.entrySet())
            if (tag.getKey().indexOf('%') >= 0 || tag.getValue().indexOf('%') >= 0)
                return new Refusal.TagCharacterIllegal(stream);
        return tags.size() > MOST_TAGS ? new Refusal.TooManyTags(stream) : null;
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
