package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads one document, JSON or CBOR, into shapes; a pull parser whose driver is generated.
///
/// Two kinds of bad input are told apart. Bytes that are not well formed throw
/// [MalformedException] wherever they stand. A well-formed value of the wrong type is a *fault*:
/// the first one is kept in the service's words, the value is read over as if it were absent, and
/// reading goes on, so that malformed bytes further on are still found.
///
/// Every `read…` and `begin…` consumes exactly one value when it returns null or false. Unknown
/// members and nulls are read over. One thread at a time; not reusable.
public abstract sealed class ShapeReader permits JsonReader, CborReader {
    /// Deepest nesting of structures, maps and lists, the document itself included. DynamoDB's
    /// values may be nested in one another 32 times, each time by a structure and a collection.
    public static final int MAX_DEPTH = 128;

    private @Nullable String fault;

    ShapeReader() {}

    /// The first conversion fault of the document, in the service's words, or null if there was
    /// none. Complete only once the whole document is read.
    public final @Nullable String fault() {
        return fault;
    }

    final void fault(String message) {
        if (fault == null) fault = message;
    }

    /// A boolean that came as a string: the service takes a few.
    final @Nullable Boolean booleanNamed(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> Boolean.TRUE;
            case "false", "no", "0" -> Boolean.FALSE;
            default -> {
                fault(Target.BOOLEAN.refuses("'" + Wording.cut(name) + "'"));
                yield null;
            }
        };
    }

    /// Enters a structure.
    ///
    /// @return false if the value is null or no structure; it is then read over
    public abstract boolean beginStructure();

    /// Moves to the value of the next member that `names` knows, reading over the others.
    ///
    /// @return the member's index in `names`, or -1 when the structure has ended and been left
    public abstract int nextMember(MemberNames names);

    /// Enters a list.
    ///
    /// @return false if the value is null or no list; it is then read over
    public abstract boolean beginList();

    /// Moves to the list's next element.
    ///
    /// @return false when the list has ended and been left
    public abstract boolean nextElement();

    /// Enters a map.
    ///
    /// @return false if the value is null or no map; it is then read over
    public abstract boolean beginMap();

    /// Moves to the value of the map's next entry.
    ///
    /// @return the entry's key, or null when the map has ended and been left
    public abstract @Nullable String nextKey();

    public abstract @Nullable String readString();

    public abstract @Nullable Boolean readBoolean();

    /// Fractions are cut off; what is out of range becomes the nearest integer.
    public abstract @Nullable Integer readInteger();

    /// Fractions are cut off; what is out of range becomes the nearest long.
    public abstract @Nullable Long readLong();

    /// The double nearest to the number, which may be infinite.
    public abstract @Nullable Double readDouble();

    /// A point in time, to the millisecond.
    public abstract @Nullable Instant readTimestamp();

    /// A blob; from CBOR a view of the body's array, from JSON an array of its own.
    public abstract @Nullable Blob readBlob();

    /// A list of strings; a null element stays null, for the validator to find.
    ///
    /// @param max the most that the model allows; one more is kept, the rest only read over
    public final @Nullable List<String> readStrings(int max) {
        if (!beginList()) return null;
        List<@Nullable String> strings = new ArrayList<>();
        while (nextElement()) {
            String string = readString();
            if (strings.size() <= max) strings.add(string);
        }
        return unchecked(strings);
    }

    /// A map of strings, in the order of the document; a null value stays null, for the validator
    /// to find.
    ///
    /// @param max the most that the model allows; one more is kept, the rest only read over
    public final @Nullable Map<String, String> readStringMap(int max) {
        if (!beginMap()) return null;
        Map<String, @Nullable String> strings = new LinkedHashMap<>();
        for (String key; (key = nextKey()) != null; ) {
            String value = readString();
            if (strings.size() <= max) strings.put(key, value);
        }
        return unchecked(strings);
    }

    /// Nulls in collections do not outlive validation, so the shapes' types leave them out.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T unchecked(Object collection) {
        return (T) collection;
    }

    /// Reads over one value of any kind, checking only that it is well formed.
    ///
    /// @throws MalformedException if it is not
    public abstract void skipValue();

    /// Checks that nothing follows the document.
    ///
    /// @throws MalformedException if something does
    public abstract void end();
}
