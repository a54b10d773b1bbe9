package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The words and signs of one expression, read one by one.
final class Tokens {
    /// Longest expression in bytes.
    private static final int MAX_BYTES = 4096;

    private static final Set<String> SIGNS =
            Set.of("=", "<>", "<", "<=", ">", ">=", "(", ")", "[", "]", ",", ".", "+", "-");

    private final String member;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /// @param member the parameter that the expression came in, for messages
    Tokens(String member, String expression) throws ApiException {
        this.member = member;
        if (ItemSize.utf8(expression) > MAX_BYTES)
            throw invalid(
                    "Expression size has exceeded the maximum allowed size; expression size: "
                            + ItemSize.utf8(expression));
        for (int i = 0; i < expression.length(); ) {
            char c = expression.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                i++;
                continue;
            }
            int end = end(expression, i);
            tokens.add(new Token(kind(c), expression.substring(i, end)));
            i = end;
        }
        if (tokens.isEmpty()) throw invalid("The expression can not be empty;");
        tokens.add(new Token(Token.Kind.END, "<EOF>"));
        for (at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            boolean known =
                    switch (token.kind()) {
                        case SIGN -> SIGNS.contains(token.text());
                        case NAME, VALUE -> token.text().length() > 1;
                        case WORD, INTEGER, END -> true;
                    };
            if (!known) throw syntaxError();
        }
        at = 0;
    }

    private static Token.Kind kind(char first) {
        if (first == '#') return Token.Kind.NAME;
        if (first == ':') return Token.Kind.VALUE;
        if (first >= '0' && first <= '9') return Token.Kind.INTEGER;
        return isWordPart(first) ? Token.Kind.WORD : Token.Kind.SIGN;
    }

    private static int end(String text, int from) {
        char c = text.charAt(from);
        int at = from + 1;
        if (c == '#' || c == ':' || isWordPart(c)) {
            boolean digits = c >= '0' && c <= '9';
            while (at < text.length()
                    && (digits
                            ? text.charAt(at) >= '0' && text.charAt(at) <= '9'
                            : isWordPart(text.charAt(at)))) at++;
            return at;
        }
        if (at < text.length()) {
            String two = text.substring(from, at + 1);
            if (two.equals("<>") || two.equals("<=") || two.equals(">=")) return at + 1;
        }
        return Character.isHighSurrogate(c) && at < text.length() ? at + 1 : at;
    }

    private static boolean isWordPart(char c) {
        return c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
    }

    Token peek() {
        return tokens.get(at);
    }

    /// The one behind the next.
    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (at < tokens.size() - 1) at++;
        return token;
    }

    /// Takes the next one if it is this sign.
    boolean accept(String sign) {
        if (!peek().isSign(sign)) return false;
        next();
        return true;
    }

    boolean acceptWord(String word) {
        if (!peek().isWord(word)) return false;
        next();
        return true;
    }

    void expect(String sign) throws ApiException {
        if (!accept(sign)) throw syntaxError();
    }

    void expectWord(String word) throws ApiException {
        if (!acceptWord(word)) throw syntaxError();
    }

    void expectEnd() throws ApiException {
        if (peek().kind() != Token.Kind.END) throw syntaxError();
    }

    /// Of the next token, with its neighbours.
    ApiException syntaxError() {
        var near = new StringBuilder();
        for (int i = Math.max(0, at - 1); i <= Math.min(at + 1, tokens.size() - 1); i++)
            if (tokens.get(i).kind() != Token.Kind.END)
                near.append(near.isEmpty() ? "" : " ").append(tokens.get(i).text());
        return invalid("Syntax error; token: \"" + peek().text() + "\", near: \"" + near + "\"");
    }

    ApiException invalid(String message) {
        return ApiErrors.validation("Invalid " + member + ": " + message);
    }
}
