package dev.millrace.gateway;

/// A header of a response. Neither part holds a control character, so that an echoed value cannot
/// end its line.
///
/// @param name as HTTP/1.1 prints it
public record Header(String name, String value) {
    public Header {
        check(name);
        check(value);
    }

    private static void check(String part) {
        if (!isPrintable(part))
            throw new IllegalArgumentException("a control character in a header");
    }

    /// Whether it may be part of a header.
    static boolean isPrintable(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < ' ' || c == 0x7f) return false;
        }
        return true;
    }
}
