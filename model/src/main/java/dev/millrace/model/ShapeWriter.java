package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Writes one document, JSON or CBOR, from shapes into a growing array. One thread at a time.
///
/// The methods that take a name write a member of the structure begun last, and nothing at all when
/// the value is null. Nothing checks that begins and ends match: the callers are generated.
public abstract sealed class ShapeWriter permits JsonWriter, CborWriter {
    private static final int MIN_CAPACITY = 64;
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    static final int DEFAULT_CAPACITY = 512;

    byte[] buffer;
    int length;

    ShapeWriter(long capacity) {
        buffer = new byte[Math.clamp(capacity, MIN_CAPACITY, MAX_CAPACITY)];
    }

    /// The array that holds the document, from its first byte to [#length]; not a copy. Writing on
    /// may replace it.
    public final byte[] array() {
        return buffer;
    }

    /// Bytes written so far.
    public final int length() {
        return length;
    }

    /// Forgets what was written, and keeps the array for the next document.
    public final void reset() {
        length = 0;
    }

    /// The bytes written so far; a copy.
    public final byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    public abstract void beginStructure();

    public abstract void endStructure();

    /// Names the member whose value is written next.
    public abstract void member(MemberName name);

    /// Begins a list.
    ///
    /// @param size how many elements will follow
    public abstract void beginList(int size);

    public abstract void endList();

    /// Begins a map.
    ///
    /// @param size how many entries will follow
    public abstract void beginMap(int size);

    /// Names the map's entry whose value is written next.
    public abstract void key(String key);

    public abstract void endMap();

    public abstract void string(String value);

    public abstract void bool(boolean value);

    public abstract void number(long value);

    /// Writes a number that may have a fraction.
    ///
    /// @param value finite
    public abstract void real(double value);

    /// Writes a point in time, cut to the millisecond.
    public abstract void timestamp(Instant value);

    public abstract void blob(Blob value);

    public final void member(MemberName name, @Nullable String value) {
        if (value == null) return;
        member(name);
        string(value);
    }

    public final void member(MemberName name, @Nullable Boolean value) {
        if (value == null) return;
        member(name);
        bool(value);
    }

    public final void member(MemberName name, @Nullable Integer value) {
        if (value == null) return;
        member(name);
        number(value);
    }

    public final void member(MemberName name, @Nullable Long value) {
        if (value == null) return;
        member(name);
        number(value);
    }

    public final void member(MemberName name, @Nullable Double value) {
        if (value == null) return;
        member(name);
        real(value);
    }

    public final void member(MemberName name, @Nullable Instant value) {
        if (value == null) return;
        member(name);
        timestamp(value);
    }

    public final void member(MemberName name, @Nullable Blob value) {
        if (value == null) return;
        member(name);
        blob(value);
    }

    public final void member(MemberName name, @Nullable Shape value) {
        if (value == null) return;
        member(name);
        value.write(this);
    }

    public final void member(MemberName name, @Nullable List<String> value) {
        if (value == null) return;
        member(name);
        strings(value);
    }

    public final void strings(List<String> value) {
        beginList(value.size());
        for (String element : value) string(element);
        endList();
    }

    public final void member(MemberName name, @Nullable Map<String, String> value) {
        if (value == null) return;
        member(name);
        stringMap(value);
    }

    public final void stringMap(Map<String, String> value) {
        beginMap(value.size());
        for (Map.Entry<String, String> entry : value.entrySet()) {
            key(entry.getKey());
            string(entry.getValue());
        }
        endMap();
    }

    /// Makes room for `more` bytes and returns the array to write them to.
    final byte[] room(int more) {
        byte[] current = buffer;
        return current.length - length >= more ? current : grow(more);
    }

    private byte[] grow(int more) {
        long needed = (long) length + more;
        if (needed > MAX_CAPACITY) throw new OutOfMemoryError("a document over 2 GiB");
        buffer = Arrays.copyOf(buffer, Math.clamp(2L * buffer.length, (int) needed, MAX_CAPACITY));
        return buffer;
    }
}
