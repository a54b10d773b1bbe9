package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The constraints that one input breaks, worded as the service words them.
///
/// Generated validators walk a shape and report what they stand on; while all is well this costs a
/// few comparisons a value, and no path is spelled out. The service lists ten at most.
public final class Violations {
    private static final int MAX_ITEMS = 10;

    private final List<String> items = new ArrayList<>(0);
    private @Nullable String[] members = new String[4];
    private @Nullable String[] keys = new String[4];
    private int[] elements = new int[4];
    private int depth;

    public boolean isEmpty() {
        return items.isEmpty();
    }

    /// The message of a `ValidationException`. Meaningless while there are none.
    public String message() {
        int count = items.size();
        return count
                + (count == 1 ? " validation error detected: " : " validation errors detected: ")
                + String.join("; ", items);
    }

    /// Goes down into a structure or a list of structures, until [#leave].
    ///
    /// @param member null for a collection that is itself in one
    public void enter(@Nullable String member) {
        if (depth == members.length) {
            members = Arrays.copyOf(members, 2 * depth);
            keys = Arrays.copyOf(keys, 2 * depth);
            elements = Arrays.copyOf(elements, 2 * depth);
        }
        members[depth] = member;
        keys[depth] = null;
        elements[depth++] = 0;
    }

    /// Moves to an element of the list gone down into.
    ///
    /// @param number from 1, as paths count
    public void element(int number) {
        elements[depth - 1] = number;
    }

    /// Moves to an entry of the map gone down into.
    public void entry(String key) {
        keys[depth - 1] = key;
    }

    public void leave() {
        depth--;
    }

    /// A member that must be there.
    public void required(String member, @Nullable Object value) {
        if (value == null) add(null, member, Wording.NOT_NULL);
    }

    /// A null in a list of structures.
    public void missingElement() {
        add(null, null, Wording.NOT_NULL);
    }

    public void check(String member, @Nullable String value, Rule.Text rule) {
        if (value == null || rule.admits(value)) return;
        TextPattern pattern = rule.pattern();
        if (pattern != null && !pattern.matches(value))
            add(value, member, Wording.pattern(pattern));
        if (rule.tooShort(value)) add(value, member, Wording.lengthAtLeast(rule.min()));
        if (rule.tooLong(value)) add(value, member, Wording.lengthAtMost(rule.max()));
        if (!rule.offers(value)) add(value, member, Wording.oneOf(rule.oneOf()));
    }

    public void check(String member, @Nullable Integer value, Rule.Range rule) {
        if (value != null) check(member, value.longValue(), rule);
    }

    public void check(String member, @Nullable Long value, Rule.Range rule) {
        if (value != null) check(member, value.longValue(), rule);
    }

    private void check(String member, long value, Rule.Range rule) {
        if (value < rule.min()) add(value, member, Wording.valueAtLeast(rule.min()));
        if (value > rule.max()) add(value, member, Wording.valueAtMost(rule.max()));
    }

    public void check(String member, @Nullable Blob value, Rule.Bytes rule) {
        if (value == null) return;
        if (value.length() < rule.min()) add(value, member, Wording.lengthAtLeast(rule.min()));
        if (value.length() > rule.max()) add(value, member, Wording.lengthAtMost(rule.max()));
    }

    public void check(String member, @Nullable List<String> value, Rule.Elements rule) {
        if (value == null) return;
        Rule.Text each = rule.each();
        if (each != null && !allAdmitted(value, each))
            add(value, member, "Member must satisfy constraint: " + Wording.each(each));
        if (value.size() < rule.min()) add(value, member, Wording.lengthAtLeast(rule.min()));
        if (value.size() > rule.max()) add(value, member, Wording.lengthAtMost(rule.max()));
    }

    public void check(String member, @Nullable Map<String, String> value, Rule.Entries rule) {
        if (value == null) return;
        Rule.Text key = rule.key();
        if (key != null && !allAdmitted(value.keySet(), key))
            add(value, member, "Map keys must satisfy constraint: " + Wording.each(key));
        Rule.Text each = rule.value();
        if (each != null && !allAdmitted(value.values(), each))
            add(value, member, "Map value must satisfy constraint: " + Wording.each(each));
        if (value.size() < rule.min()) add(value, member, Wording.lengthAtLeast(rule.min()));
        if (value.size() > rule.max()) add(value, member, Wording.lengthAtMost(rule.max()));
    }

    /// How many structures are in a list. Each of them is then checked on its own.
    public void check(String member, @Nullable List<? extends Shape> value, Rule.Shapes rule) {
        if (value == null) return;
        if (value.size() < rule.min())
            add(rule.print(value), member, Wording.lengthAtLeast(rule.min()));
        if (value.size() > rule.max())
            add(rule.print(value), member, Wording.lengthAtMost(rule.max()));
    }

    public void check(@Nullable String member, @Nullable Collection<?> value, Rule.Size rule) {
        if (value != null) check(member, value, value.size(), rule);
    }

    public void check(@Nullable String member, @Nullable Map<String, ?> value, Rule.Size rule) {
        if (value != null) check(member, value, value.size(), rule);
    }

    private void check(@Nullable String member, Object value, int size, Rule.Size rule) {
        if (size < rule.min()) add(value, member, Wording.lengthAtLeast(rule.min()));
        if (size > rule.max()) add(value, member, Wording.lengthAtMost(rule.max()));
    }

    private static boolean allAdmitted(Collection<? extends @Nullable String> all, Rule.Text rule) {
        for (String one : all) if (one == null || !rule.admits(one)) return false;
        return true;
    }

    private void add(@Nullable Object value, @Nullable String member, String constraint) {
        if (items.size() == MAX_ITEMS) return;
        items.add(
                "Value "
                        + Wording.value(value)
                        + " at '"
                        + path(member)
                        + "' failed to satisfy constraint: "
                        + constraint);
    }

    /// E.g. `records.1.member.partitionKey`, `requestItems.orders.member.keys`.
    private String path(@Nullable String member) {
        var path = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            String name = members[i];
            if (name != null) path.append(i > 0 ? "." : "").append(name);
            String key = keys[i];
            if (key != null) path.append('.').append(key).append(".member");
            if (elements[i] > 0) path.append('.').append(elements[i]).append(".member");
        }
        if (member != null) path.append(depth > 0 ? "." : "").append(member);
        return path.toString();
    }
}
