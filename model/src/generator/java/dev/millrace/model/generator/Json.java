package dev.millrace.model.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON document as maps (in order), lists, strings, longs, booleans and nulls. For model files,
/// which are trusted and small.
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.blanks();
        if (json.at < text.length()) throw json.error("something after the document");
        return value;
    }

    private Object value() {
        blanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        var members = new LinkedHashMap<String, Object>();
        at++;
        blanks();
        if (skip('}')) return members;
        do {
            blanks();
            String name = string();
            blanks();
            expect(':');
            members.put(name, value());
            blanks();
        } while (skip(','));
        expect('}');
        return members;
    }

    private List<Object> array() {
        var elements = new ArrayList<Object>();
        at++;
        blanks();
        if (skip(']')) return elements;
        do {
            elements.add(value());
            blanks();
        } while (skip(','));
        expect(']');
        return elements;
    }

    private String string() {
        expect('"');
        var result = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            result.append(c == '\\' ? escaped() : c);
        }
        at++;
        return result.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> c;
        };
    }

    private Object number() {
        int from = at;
        while (at < text.length() && "+-0123456789".indexOf(text.charAt(at)) >= 0) at++;
        if (from == at) throw error("no value");
        return Long.valueOf(text.substring(from, at));
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) throw error("no value");
        at += word.length();
        return value;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private char peek() {
        if (at == text.length()) throw error("end of file");
        return text.charAt(at);
    }

    private boolean skip(char c) {
        if (peek() != c) return false;
        at++;
        return true;
    }

    private void expect(char c) {
        if (!skip(c)) throw error("no '" + c + "'");
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("JSON at character " + at + ": " + what);
    }
}
