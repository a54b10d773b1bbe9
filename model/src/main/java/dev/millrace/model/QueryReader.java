package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads a form, `A=1&B.member.1.C=2`, in which a dotted name leads to each value: a list's
/// elements
/// are numbered behind `member`, a map's entries behind `entry`, each with a `key` and a `value`.
public final class QueryReader extends ShapeReader {
    private static final QueryNode ABSENT = new QueryNode();

    private final Deque<Level> levels = new ArrayDeque<>();
    private QueryNode next;

    /// What was entered, and the rest of it.
    private record Level(Iterator<Map.Entry<String, QueryNode>> rest) {}

    /// @param body read from `offset` for `length` bytes
    /// @throws MalformedException if it is no form
    public QueryReader(byte[] body, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, body.length);
        next = QueryForm.parse(new String(body, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public boolean beginStructure() {
        if (next.text() != null && next.isLeaf() && !"".equals(next.text())) {
            fault(Target.STRUCTURE_EXPECTED);
            return false;
        }
        return enter(next.children());
    }

    @Override
    public int nextMember(MemberNames names) {
        for (Map.Entry<String, QueryNode> entry; (entry = step()) != null; ) {
            byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
            int member = names.indexOf(name, 0, name.length);
            if (member >= 0) {
                next = entry.getValue();
                return member;
            }
        }
        return -1;
    }

    @Override
    public boolean beginList() {
        QueryNode list = next.children().getOrDefault("member", ABSENT);
        if (next.isLeaf() && !"".equals(next.text())) {
            fault(Target.LIST_EXPECTED);
            return false;
        }
        return enter(list.numbered());
    }

    @Override
    public boolean nextElement() {
        Map.Entry<String, QueryNode> entry = step();
        if (entry == null) return false;
        next = entry.getValue();
        return true;
    }

    @Override
    public boolean beginMap() {
        QueryNode map = next.children().getOrDefault("entry", ABSENT);
        if (next.isLeaf() && !"".equals(next.text())) {
            fault(Target.MAP_EXPECTED);
            return false;
        }
        return enter(map.numbered());
    }

    @Override
    public @Nullable String nextKey() {
        Map.Entry<String, QueryNode> entry = step();
        if (entry == null) return null;
        Map<String, QueryNode> pair = entry.getValue().children();
        next = pair.getOrDefault("value", ABSENT);
        return Objects.requireNonNullElse(pair.getOrDefault("key", ABSENT).text(), "");
    }

    private boolean enter(Map<String, QueryNode> children) {
        if (levels.size() == MAX_DEPTH) throw new MalformedException("nested too deep");
        levels.push(new Level(children.entrySet().iterator()));
        return true;
    }

    private Map.@Nullable Entry<String, QueryNode> step() {
        Iterator<Map.Entry<String, QueryNode>> rest = levels.element().rest();
        if (rest.hasNext()) return rest.next();
        levels.pop();
        return null;
    }

    @Override
    public @Nullable String readString() {
        if (next.text() == null && !next.isLeaf()) fault(Target.NO_STRUCTURE);
        return next.text();
    }

    @Override
    public @Nullable Boolean readBoolean() {
        String text = readString();
        return text == null ? null : booleanNamed(text);
    }

    @Override
    public @Nullable Integer readInteger() {
        Long value = whole(Target.INTEGER);
        return value == null ? null : Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public @Nullable Long readLong() {
        return whole(Target.LONG);
    }

    private @Nullable Long whole(Target target) {
        Double value = number(target);
        return value == null ? null : value.longValue();
    }

    @Override
    public @Nullable Double readDouble() {
        return number(Target.DOUBLE);
    }

    private @Nullable Double number(Target target) {
        String text = readString();
        if (text == null) return null;
        Double none = noNumber(text);
        if (none != null) return none;
        if (isDecimal(text)) return Double.valueOf(text);
        fault(target.refuses("'" + Wording.cut(text) + "'"));
        return null;
    }

    /// Whether it is a number as JSON has it: Java would take others too.
    private static boolean isDecimal(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') digits++;
            else if ("+-.eE".indexOf(c) < 0) return false;
        }
        if (digits == 0) return false;
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /// ISO 8601 with an offset, or without, in UTC.
    @Override
    public @Nullable Instant readTimestamp() {
        String text = readString();
        if (text == null) return null;
        try {
            return text.indexOf('T') >= 0 && !text.endsWith("Z") && !hasOffset(text)
                    ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            fault(Target.TIMESTAMP.refuses("'" + Wording.cut(text) + "'"));
            return null;
        }
    }

    private static boolean hasOffset(String text) {
        int time = text.indexOf('T');
        return text.indexOf('+', time) >= 0 || text.indexOf('-', time) >= 0;
    }

    @Override
    public @Nullable Blob readBlob() {
        String text = readString();
        if (text == null) return null;
        try {
            return Blob.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            fault(Target.BLOB.refuses("'" + Wording.cut(text) + "'"));
            return null;
        }
    }

    /// Nothing is left to check: the whole form was parsed at first.
    @Override
    public void skipValue() {}

    @Override
    public void end() {}

    /// The value of a name without dots, as the first of those that bear it, such as `Action`.
    public static @Nullable String value(byte[] body, int offset, int length, String name) {
        String form = new String(body, offset, length, StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>(1);
        QueryForm.each(
                form,
                (key, value) -> {
                    if (key.equals(name) && found.isEmpty()) found.add(value);
                });
        return found.isEmpty() ? null : found.getFirst();
    }
}
