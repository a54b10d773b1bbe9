package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;

/// Writes the XML of the Query protocol: an element a member, `member` around a list's elements,
/// `entry`, `key` and `value` around a map's.
public final class XmlWriter extends ShapeWriter {
    private static final String LIST = "member";
    private static final String ENTRY = "entry";

    /// A collection or structure that was begun.
    ///
    /// @param element the element that it stands in, or null for the document's own
    private record Level(@Nullable String element, Kind kind) {}

    private enum Kind {
        STRUCTURE,
        LIST,
        MAP
    }

    private final Deque<Level> levels = new ArrayDeque<>();
    private @Nullable String pending;

    public XmlWriter(long capacity) {
        super(capacity);
    }

    /// Opens an element by hand; what is written next stands in it.
    public void open(String element, String attributes) {
        raw("<" + element + attributes + ">");
    }

    /// Closes an element that was opened by hand.
    public void close(String element) {
        raw("</" + element + ">");
    }

    /// Writes an element that holds a text.
    public void text(String element, String value) {
        open(element, "");
        string(value);
        close(element);
    }

    private void raw(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, room(bytes.length), length, bytes.length);
        length += bytes.length;
    }

    private void begin(Kind kind) {
        String element = element();
        if (element != null) open(element, "");
        levels.push(new Level(element, kind));
    }

    private void end() {
        Level level = levels.pop();
        String element = level.element();
        if (element != null) close(element);
        leave();
    }

    /// The element in which the next value stands, if any is due.
    private @Nullable String element() {
        String named = pending;
        pending = null;
        if (named != null) return named;
        Level level = levels.peek();
        return level != null && level.kind() == Kind.LIST ? LIST : null;
    }

    /// Ends a map's entry behind its value.
    private void leave() {
        Level level = levels.peek();
        if (level != null && level.kind() == Kind.MAP) close(ENTRY);
    }

    private void value(String text) {
        String element = element();
        if (element != null) open(element, "");
        raw(text);
        if (element != null) close(element);
        leave();
    }

    @Override
    public void beginStructure() {
        begin(Kind.STRUCTURE);
    }

    @Override
    public void endStructure() {
        end();
    }

    @Override
    public void member(MemberName name) {
        pending = name.toString();
    }

    @Override
    public void beginList(int size) {
        begin(Kind.LIST);
    }

    @Override
    public void endList() {
        end();
    }

    @Override
    public void beginMap(int size) {
        begin(Kind.MAP);
    }

    @Override
    public void key(String key) {
        open(ENTRY, "");
        open("key", "");
        raw(escaped(key));
        close("key");
        pending = "value";
    }

    @Override
    public void endMap() {
        end();
    }

    @Override
    public void string(String value) {
        value(escaped(value));
    }

    @Override
    public void bool(boolean value) {
        value(value ? "true" : "false");
    }

    @Override
    public void number(long value) {
        value(Long.toString(value));
    }

    @Override
    public void real(double value) {
        value(Double.toString(value));
    }

    @Override
    public void timestamp(Instant value) {
        value(DateTimeFormatter.ISO_INSTANT.format(Instant.ofEpochMilli(value.toEpochMilli())));
    }

    @Override
    public void blob(Blob value) {
        byte[] bytes = new byte[value.length()];
        System.arraycopy(value.array(), value.offset(), bytes, 0, bytes.length);
        value(Base64.getEncoder().encodeToString(bytes));
    }

    /// What XML has no character for becomes the replacement character.
    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xfffd);
            }
        }
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= 0x20 && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd)
                || c >= 0x10000;
    }
}
