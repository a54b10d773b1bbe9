package dev.millrace.model;

/// What a member wants to be read as, and the service's words for a value that cannot be.
/// Source: messages recorded from the service, 2014–2020, "an Integer" included.
enum Target {
    STRING("an String"),
    BOOLEAN("an Boolean"),
    INTEGER("an Integer"),
    LONG("an Long"),
    DOUBLE("a Double"),
    BLOB("a Blob"),
    TIMESTAMP("milliseconds since epoch");

    static final String BOOLEAN_CLASS = "class java.lang.Boolean";
    static final String STRING_CLASS = "class java.lang.String";
    static final String NUMBER_CLASS =
            "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
    static final String BYTES_CLASS = "class java.nio.HeapByteBuffer";

    static final String NO_LIST = "Start of list found where not expected";
    static final String NO_STRUCTURE = "Start of structure or map found where not expected.";
    static final String LIST_EXPECTED = "Expected list or null";
    static final String MAP_EXPECTED = "Expected map or null";
    static final String STRUCTURE_EXPECTED = "Expected null";

    private final String words;

    Target(String words) {
        this.words = words;
    }

    /// @param value the value's class, or the value in quotes
    String refuses(String value) {
        return value + " can not be converted to " + words;
    }
}
