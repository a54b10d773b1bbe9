package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.fuzzing.ParserFuzzing;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Patterns of policies, against a table of which beginnings match. An input is a line of the
/// pattern, then the text.
class WildcardFuzzTest extends ParserFuzzing {
    WildcardFuzzTest() {
        super("wildcards", "*", "?", "**", "*?", "\n", "a", "ab", "aab", "arn:aws:kinesis:");
    }

    @Override
    protected List<byte[]> examples() {
        return List.of("a*b?c\naxxbyc".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected int longest() {
        return 80;
    }

    @Override
    public void parse(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int line = text.indexOf('\n');
        if (line < 0) return;
        String pattern = text.substring(0, line);
        String rest = text.substring(line + 1);
        assertEquals(matches(pattern, rest), Wildcards.match(pattern, rest));
    }

    private static boolean matches(String pattern, String text) {
        boolean[] upTo = new boolean[text.length() + 1];
        upTo[0] = true;
        for (int p = 0; p < pattern.length(); p++) {
            char c = pattern.charAt(p);
            boolean[] next = new boolean[upTo.length];
            for (int i = 0; i < upTo.length; i++)
                if (c == '*') next[i] = upTo[i] || (i > 0 && next[i - 1]);
                else if (i > 0) next[i] = upTo[i - 1] && (c == '?' || c == text.charAt(i - 1));
            upTo = next;
        }
        return upTo[text.length()];
    }
}
