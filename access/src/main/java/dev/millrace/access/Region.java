package dev.millrace.access;

/// The names that can be a region's. A region names a name space and appears in ARNs, so nothing
/// but letters, digits and hyphens gets that far.
final class Region {
    private static final int MAX_LENGTH = 32;

    private Region() {}

    /// Whether `name` could be a region, or is empty and so leaves the choice to the server.
    static boolean plausible(String name) {
        if (name.length() > MAX_LENGTH) return false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-';
            if (!allowed) return false;
        }
        return true;
    }
}
