package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.StreamName;

import java.util.Map;
import java.util.function.IntPredicate;

/// Which tags a stream may carry, beyond what the model says.
final class TagRules {
    /// Source: developer guide, "Quotas and limits". The service's text says 10.
    private static final int MOST_TAGS = 50;

    private TagRules() {}

    static void require(Map<String, String> tags, StreamName stream) throws ApiException {
        for (var tag : tags.entrySet())
            if (!isWritten(tag.getKey(), TagRules::isKnown)
                    || !isWritten(tag.getValue(), TagRules::isKnown)
                    || tag.getKey().startsWith("aws:"))
                throw ApiErrors.invalidArgument(
                        "Some tags contain invalid characters. Valid characters: Unicode letters,"
                                + " digits, white space, _ . / = + - % @.");
        for (var tag : tags.entrySet())
            if (tag.getKey().indexOf('%') >= 0 || tag.getValue().indexOf('%') >= 0)
                throw ApiErrors.invalidArgument(
                        failed(stream)
                                + "some tags contained illegal characters. The allowed characters"
                                + " are Unicode letters, white-spaces,"
                                + " '_',',','/','=','+','-','@'.");
        if (tags.size() > MOST_TAGS)
            throw ApiErrors.invalidArgument(
                    failed(stream)
                            + "a given stream cannot have more than 10 tags associated with it.");
    }

    private static String failed(StreamName stream) {
        return "Failed to add tags to stream %s under account %s because "
                .formatted(stream.name(), stream.account());
    }

    private static boolean isWritten(String text, IntPredicate known) {
        return text.codePoints().allMatch(known);
    }

    private static boolean isKnown(int character) {
        return Character.isLetterOrDigit(character)
                || Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || "_./=+-%@:".indexOf(character) >= 0;
    }
}
