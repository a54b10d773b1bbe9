package dev.millrace.cloudwatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads metric math: numbers, the ids of queries, texts, lists, arithmetic, comparisons,
/// `AND` and
/// `OR`, and calls of functions. Source: CloudWatch user guide, "Using metric math".
final class ExpressionParser {
    static final int MOST_CHARACTERS = 2_048;
    private static final int MOST_DEPTH = 64;

    /// How tightly a minus before a value binds.
    private static final int NEGATION = 7;

    private final String text;
    private int at;
    private int depth;

    private ExpressionParser(String text) {
        this.text = text;
    }

    static Expression parse(String text) throws ExpressionException {
        if (text.length() > MOST_CHARACTERS)
            throw new ExpressionException("longer than " + MOST_CHARACTERS + " characters");
        var parser = new ExpressionParser(text);
        Expression expression = parser.binary(1);
        parser.skipBlanks();
        if (parser.at < text.length()) throw parser.unexpected();
        return expression;
    }

    private Expression binary(int binding) throws ExpressionException {
        if (++depth > MOST_DEPTH) throw new ExpressionException("nested too deep");
        Expression left = operand();
        while (true) {
            int before = at;
            Expression.Operator operator = operator();
            if (operator == null || operator.binding < binding) {
                at = before;
                depth--;
                return left;
            }
            boolean fromTheRight = operator == Expression.Operator.TO_THE_POWER_OF;
            Expression right = binary(operator.binding + (fromTheRight ? 0 : 1));
            left = new Expression.Binary(operator, left, right);
        }
    }

    private Expression.@Nullable Operator operator() {
        skipBlanks();
        for (Expression.Operator each : Expression.Operator.values())
            if (text.startsWith(each.text, at)) {
                at += each.text.length();
                return each;
            }
        int before = at;
        String word = word();
        if (word.equalsIgnoreCase("AND")) return Expression.Operator.AND;
        if (word.equalsIgnoreCase("OR")) return Expression.Operator.OR;
        at = before;
        return null;
    }

    private Expression operand() throws ExpressionException {
        skipBlanks();
        if (at == text.length()) throw new ExpressionException("it ends too early");
        char c = text.charAt(at);
        if (c == '-') {
            at++;
            return new Expression.Negative(binary(NEGATION));
        }
        if (c == '(') {
            at++;
            Expression inner = binary(1);
            expect(')');
            return inner;
        }
        if (c == '[') {
            at++;
            return new Expression.Several(list(']'));
        }
        if (c == '\'' || c == '"') return new Expression.Text(quoted(c));
        if (isDigit(c) || c == '.') return new Expression.Literal(number());
        String word = word();
        if (word.isEmpty()) throw unexpected();
        skipBlanks();
        if (at == text.length() || text.charAt(at) != '(') return new Expression.Reference(word);
        at++;
        return new Expression.Call(word.toUpperCase(Locale.ROOT), list(')'));
    }

    private List<Expression> list(char end) throws ExpressionException {
        List<Expression> all = new ArrayList<>();
        skipBlanks();
        if (at < text.length() && text.charAt(at) == end) {
            at++;
            return all;
        }
        while (true) {
            all.add(binary(1));
            skipBlanks();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                continue;
            }
            expect(end);
            return all;
        }
    }

    private void expect(char wanted) throws ExpressionException {
        skipBlanks();
        if (at == text.length()) throw new ExpressionException("'" + wanted + "' is missing");
        if (text.charAt(at) != wanted) throw unexpected();
        at++;
    }

    private String quoted(char quote) throws ExpressionException {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) throw new ExpressionException("a text that does not end");
        String inner = text.substring(at + 1, end);
        at = end + 1;
        return inner;
    }

    private double number() throws ExpressionException {
        int from = at;
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) at++;
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            int exponent = at + 1;
            if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) exponent++;
            if (exponent < text.length() && isDigit(text.charAt(exponent))) {
                at = exponent;
                while (at < text.length() && isDigit(text.charAt(at))) at++;
            }
        }
        try {
            return Double.parseDouble(text.substring(from, at));
        } catch (NumberFormatException e) {
            throw new ExpressionException("no number: " + text.substring(from, at));
        }
    }

    private String word() {
        int from = at;
        while (at < text.length() && isWord(text.charAt(at))) at++;
        return text.substring(from, at);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private ExpressionException unexpected() {
        return new ExpressionException(
                "unexpected '" + text.charAt(at) + "' at character " + (at + 1));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return isDigit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
