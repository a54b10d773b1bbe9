package dev.millrace.model;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/// `application/x-www-form-urlencoded`, and what its dotted names mean.
final class QueryForm {
    /// More than any operation's limits leave room for: memory must not grow with what a client
    /// sends, many times over.
    private static final int MOST_PAIRS = 200_000;

    private static final int MOST_NODES = 1_000_000;

    private QueryForm() {}

    /// @throws MalformedException if it is no form, or one too large to be meant
    static QueryNode parse(String form) {
        var root = new QueryNode();
        int[] nodes = {0};
        each(
                form,
                (name, value) -> {
                    QueryNode node = root;
                    int depth = 0;
                    for (int from = 0; from <= name.length(); ) {
                        int dot = name.indexOf('.', from);
                        int to = dot < 0 ? name.length() : dot;
                        if (++depth > 2 * ShapeReader.MAX_DEPTH || ++nodes[0] > MOST_NODES)
                            throw new MalformedException("nested too deep");
                        node = node.child(name.substring(from, to));
                        from = to + 1;
                    }
                    node.text(value);
                });
        return root;
    }

    /// Gives out names and values, decoded, in their order.
    static void each(String form, BiConsumer<String, String> pair) {
        int pairs = 0;
        for (int from = 0; from < form.length(); ) {
            int end = form.indexOf('&', from);
            if (end < 0) end = form.length();
            if (end > from) {
                if (++pairs > MOST_PAIRS) throw new MalformedException("too many values");
                int equals = form.indexOf('=', from);
                boolean has = equals >= 0 && equals < end;
                pair.accept(
                        decode(form.substring(from, has ? equals : end)),
                        has ? decode(form.substring(equals + 1, end)) : "");
            }
            from = end + 1;
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("no form: " + e.getMessage());
        }
    }
}
