package dev.millrace.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What a `SEARCH` looks for: `{Namespace,Dimension} term term`, where a term is a word that a
/// name
/// or
/// a value contains, or `Name="exactly"`, joined by `AND`, `OR`, `NOT` and parentheses. Source:
/// CloudWatch user guide, "Search expression syntax".
final class MetricSearch {
    private static final int MOST_DEPTH = 32;
    private static final String METRIC_NAME = "MetricName";
    private static final String NAMESPACE = "Namespace";

    private final String text;
    private int at;
    private int depth;

    private MetricSearch(String text) {
        this.text = text;
    }

    /// A search that was understood.
    record Found(Predicate<MetricKey> schema, Predicate<MetricKey> terms) {}

    private Predicate<MetricKey> wanted = _ -> true;

    static MetricSearch parse(String text) throws ExpressionException {
        var search = new MetricSearch(text);
        Predicate<MetricKey> schema = search.schema();
        search.skipBlanks();
        Predicate<MetricKey> terms = search.at < text.length() ? search.any() : _ -> true;
        search.skipBlanks();
        if (search.at < text.length())
            throw new ExpressionException("unexpected '" + text.charAt(search.at) + "' in SEARCH");
        search.wanted = schema.and(terms);
        return search;
    }

    boolean finds(MetricKey key) {
        return wanted.test(key);
    }

    private Predicate<MetricKey> schema() throws ExpressionException {
        skipBlanks();
        if (at == text.length() || text.charAt(at) != '{') return _ -> true;
        at++;
        List<String> names = new ArrayList<>();
        while (true) {
            skipBlanks();
            names.add(at < text.length() && text.charAt(at) == '"' ? quoted() : until(",}"));
            skipBlanks();
            if (at == text.length()) throw new ExpressionException("'}' is missing in SEARCH");
            if (text.charAt(at++) == '}') break;
        }
        String namespace = names.removeFirst();
        Set<String> dimensions = new TreeSet<>(names);
        return key ->
                key.namespace().equals(namespace) && key.dimensions().keySet().equals(dimensions);
    }

    private Predicate<MetricKey> any() throws ExpressionException {
        if (++depth > MOST_DEPTH) throw new ExpressionException("SEARCH is nested too deep");
        Predicate<MetricKey> any = all();
        while (isWord("OR")) any = any.or(all());
        depth--;
        return any;
    }

    private Predicate<MetricKey> all() throws ExpressionException {
        Predicate<MetricKey> all = term();
        while (true) {
            isWord("AND");
            skipBlanks();
            if (at == text.length() || text.charAt(at) == ')' || startsWord("OR")) return all;
            all = all.and(term());
        }
    }

    private Predicate<MetricKey> term() throws ExpressionException {
        if (isWord("NOT")) {
            if (++depth > MOST_DEPTH) throw new ExpressionException("SEARCH is nested too deep");
            Predicate<MetricKey> negated = term().negate();
            depth--;
            return negated;
        }
        skipBlanks();
        if (at == text.length()) throw new ExpressionException("SEARCH ends too early");
        if (text.charAt(at) == '(') {
            at++;
            Predicate<MetricKey> inner = any();
            skipBlanks();
            if (at == text.length() || text.charAt(at) != ')')
                throw new ExpressionException("')' is missing in SEARCH");
            at++;
            return inner;
        }
        boolean exact = text.charAt(at) == '"';
        String word = exact ? quoted() : until(" \t\n()=");
        if (word.isEmpty()) throw new ExpressionException("unexpected character in SEARCH");
        skipBlanks();
        if (at == text.length() || text.charAt(at) != '=') return anywhere(word, exact);
        at++;
        skipBlanks();
        boolean exactly = at < text.length() && text.charAt(at) == '"';
        String value = exactly ? quoted() : until(" \t\n()");
        return named(word, value, exactly);
    }

    private static Predicate<MetricKey> named(String name, String value, boolean exactly) {
        Predicate<String> match = match(value, exactly);
        return switch (name) {
            case METRIC_NAME -> key -> match.test(key.name());
            case NAMESPACE -> key -> match.test(key.namespace());
            default ->
                    key -> {
                        String its = key.dimensions().get(name);
                        return its != null && match.test(its);
                    };
        };
    }

    private static Predicate<MetricKey> anywhere(String word, boolean exactly) {
        Predicate<String> match = match(word, exactly);
        return key ->
                match.test(key.name())
                        || match.test(key.namespace())
                        || key.dimensions().keySet().stream().anyMatch(match)
                        || key.dimensions().values().stream().anyMatch(match);
    }

    private static Predicate<String> match(String wanted, boolean exactly) {
        if (exactly) return wanted::equals;
        String lower = wanted.toLowerCase(Locale.ROOT);
        return value -> value.toLowerCase(Locale.ROOT).contains(lower);
    }

    private boolean startsWord(String word) {
        skipBlanks();
        if (!text.startsWith(word, at)) return false;
        int end = at + word.length();
        return end == text.length() || " \t\n(".indexOf(text.charAt(end)) >= 0;
    }

    private boolean isWord(String word) {
        if (!startsWord(word)) return false;
        at += word.length();
        return true;
    }

    private String quoted() throws ExpressionException {
        int end = text.indexOf('"', at + 1);
        if (end < 0) throw new ExpressionException("a text that does not end in SEARCH");
        String inner = text.substring(at + 1, end);
        at = end + 1;
        return inner;
    }

    private String until(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) at++;
        return text.substring(from, at).strip();
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }
}
