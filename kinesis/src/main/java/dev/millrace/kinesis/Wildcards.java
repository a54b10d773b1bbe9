package dev.millrace.kinesis;

/// Texts with wildcards, as policies have them: `*` for any characters, `?` for any one.
final class Wildcards {
    private Wildcards() {}

    /// In time proportional to the product of the lengths, whatever the pattern.
    static boolean match(String pattern, String text) {
        int star = -1;
        int starred = 0;
        int p = 0;
        int t = 0;
        while (t < text.length()) {
            char expected = p < pattern.length() ? pattern.charAt(p) : 0;
            if (p < pattern.length() && expected == '*') {
                star = p++;
                starred = t;
            } else if (p < pattern.length() && (expected == '?' || expected == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++starred;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') p++;
        return p == pattern.length();
    }
}
