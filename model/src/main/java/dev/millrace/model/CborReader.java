package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;

/// Reads CBOR (RFC 8949) in the dialect of `application/x-amz-cbor-1.1`: points in time are
/// *milliseconds* under tag 1, integer or float.
///
/// Strict about what is well formed, and further: names and keys must be text, text must be UTF-8,
/// chunk by chunk. Unknown tags are read over, `undefined` and unassigned simple values count as
/// null. No length or count is believed before its bytes are there.
public final class CborReader extends ShapeReader {
    private static final int BREAK = 0xff;
    private static final int INDEFINITE = 31;
    private static final long UNTIL_BREAK = -1;
    private static final int FALSE = 20;
    private static final int TRUE = 21;
    private static final int ONE_BYTE_SIMPLE = 24;
    private static final int HALF = 25;
    private static final int FLOAT = 26;
    private static final int DOUBLE = 27;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int depth;

    /// How many items each list or map entered still has, or [#UNTIL_BREAK].
    private final long[] left = new long[MAX_DEPTH];

    // The head read last.
    private int major;
    private int info;
    private long argument;

    /// @param body read from `offset` for `length` bytes; not changed. Blobs read are views of it,
    ///     so it must not change as long as they are in use
    public CborReader(byte[] body, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, body.length);
        bytes = body;
        at = offset;
        end = offset + length;
    }

    @Override
    public boolean beginStructure() {
        return begin(Cbor.MAP, Target.STRUCTURE_EXPECTED, Target.NO_LIST);
    }

    @Override
    public boolean beginMap() {
        return begin(Cbor.MAP, Target.MAP_EXPECTED, Target.NO_LIST);
    }

    @Override
    public boolean beginList() {
        return begin(Cbor.ARRAY, Target.LIST_EXPECTED, Target.NO_STRUCTURE);
    }

    private boolean begin(int wanted, String expected, String otherCollection) {
        head();
        if (major == wanted) {
            open();
            return true;
        }
        if (!isNull()) fault(major == Cbor.ARRAY || major == Cbor.MAP ? otherCollection : expected);
        skipBody();
        return false;
    }

    /// Enters the list or map whose head was read.
    private void open() {
        if (depth == MAX_DEPTH) throw malformed("nested too deep");
        long least = major == Cbor.MAP ? 2 : 1; // bytes that an entry takes
        if (info != INDEFINITE && (argument < 0 || argument > (end - at) / least))
            throw malformed("truncated");
        left[depth++] = info == INDEFINITE ? UNTIL_BREAK : argument;
    }

    /// Moves to the next element or entry of the list or map entered last.
    ///
    /// @return false when it has ended and been left
    private boolean next() {
        long more = left[depth - 1];
        if (more == UNTIL_BREAK) {
            if (at == end) throw malformed("truncated");
            if ((bytes[at] & 0xff) != BREAK) return true;
            at++;
            depth--;
            return false;
        }
        if (more == 0) {
            depth--;
            return false;
        }
        left[depth - 1] = more - 1;
        return true;
    }

    @Override
    public boolean nextElement() {
        return next();
    }

    @Override
    public int nextMember(MemberNames names) {
        while (next()) {
            textHead();
            int member;
            if (info == INDEFINITE) {
                byte[] name = text().getBytes(StandardCharsets.UTF_8);
                member = names.indexOf(name, 0, name.length);
            } else {
                int from = at;
                int to = from + length();
                member = names.indexOf(bytes, from, to);
                if (member < 0 && !Utf8.isValid(bytes, from, to)) throw malformed("not UTF-8");
                at = to;
            }
            if (member >= 0) return member;
            skipValue();
        }
        return -1;
    }

    @Override
    public @Nullable String nextKey() {
        if (!next()) return null;
        textHead();
        return text();
    }

    private void textHead() {
        head();
        if (major != Cbor.TEXT) throw malformed("a name that is no text");
    }

    @Override
    public @Nullable String readString() {
        head();
        if (major == Cbor.TEXT) return text();
        refuse(Target.STRING);
        return null;
    }

    @Override
    public @Nullable Boolean readBoolean() {
        head();
        if (isBoolean()) return info == TRUE;
        if (major == Cbor.TEXT) return booleanNamed(text());
        refuse(Target.BOOLEAN);
        return null;
    }

    @Override
    public @Nullable Integer readInteger() {
        head();
        if (!isNumber()) {
            refuse(Target.INTEGER);
            return null;
        }
        return Math.clamp(number(), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public @Nullable Long readLong() {
        head();
        if (isNumber()) return number();
        refuse(Target.LONG);
        return null;
    }

    @Override
    public @Nullable Double readDouble() {
        head();
        if (!isNumber()) {
            refuse(Target.DOUBLE);
            return null;
        }
        return isFloat() ? real() : Double.valueOf((double) number());
    }

    /// The number with a fraction whose head was read.
    private double real() {
        return switch (info) {
            case HALF -> Float.float16ToFloat((short) argument);
            case FLOAT -> Float.intBitsToFloat((int) argument);
            default -> Double.longBitsToDouble(argument);
        };
    }

    @Override
    public @Nullable Instant readTimestamp() {
        head();
        if (isNumber()) return Instant.ofEpochMilli(number());
        refuse(Target.TIMESTAMP);
        return null;
    }

    @Override
    public @Nullable Blob readBlob() {
        head();
        if (major != Cbor.BYTES) {
            refuse(Target.BLOB);
            return null;
        }
        if (info == INDEFINITE) return Blob.of(chunks());
        int length = length();
        at += length;
        return Blob.of(bytes, at - length, length);
    }

    /// Reads over the value whose head was read; unless it is null, that is a fault.
    private void refuse(Target target) {
        switch (major) {
            case Cbor.MAP -> fault(Target.NO_STRUCTURE);
            case Cbor.ARRAY -> fault(Target.NO_LIST);
            case Cbor.TEXT -> fault(target.refuses(Target.STRING_CLASS));
            case Cbor.BYTES -> fault(target.refuses(Target.BYTES_CLASS));
            default -> {
                if (isBoolean()) fault(target.refuses(Target.BOOLEAN_CLASS));
                else if (isNumber()) fault(target.refuses(Target.NUMBER_CLASS));
            }
        }
        skipBody();
    }

    private boolean isBoolean() {
        return major == Cbor.SIMPLE && (info == FALSE || info == TRUE);
    }

    private boolean isNumber() {
        return major <= Cbor.NEGATIVE || isFloat();
    }

    private boolean isFloat() {
        return major == Cbor.SIMPLE && info >= HALF;
    }

    /// Null, undefined or a simple value that means nothing.
    private boolean isNull() {
        return major == Cbor.SIMPLE && !isBoolean() && !isFloat();
    }

    /// The number whose head was read, cut off towards zero, the nearest long if out of range.
    private long number() {
        if (major == Cbor.UNSIGNED) return argument < 0 ? Long.MAX_VALUE : argument;
        if (major == Cbor.NEGATIVE) return argument < 0 ? Long.MIN_VALUE : ~argument;
        return (long) real();
    }

    @Override
    public void skipValue() {
        head();
        skipBody();
    }

    /// Reads over the rest of the value whose head was read.
    private void skipBody() {
        int outside = depth;
        // Whether what was entered at depth n is a map: bit n - 1 of the two together.
        long outerMaps = 0;
        long innerMaps = 0;
        while (true) {
            switch (major) {
                case Cbor.ARRAY, Cbor.MAP -> {
                    open();
                    long bit = 1L << (depth - 1);
                    if (depth <= Long.SIZE)
                        outerMaps = major == Cbor.MAP ? outerMaps | bit : outerMaps & ~bit;
                    else innerMaps = major == Cbor.MAP ? innerMaps | bit : innerMaps & ~bit;
                }
                case Cbor.TEXT -> skipText();
                case Cbor.BYTES -> skipBytes();
                default -> {}
            }
            while (depth > outside && !next()) {}
            if (depth == outside) return;
            long maps = depth <= Long.SIZE ? outerMaps : innerMaps;
            if ((maps & 1L << (depth - 1)) != 0) {
                textHead();
                skipText();
            }
            head();
        }
    }

    private void skipText() {
        if (info == INDEFINITE) {
            text();
            return;
        }
        int length = length();
        if (!Utf8.isValid(bytes, at, at + length)) throw malformed("not UTF-8");
        at += length;
    }

    private void skipBytes() {
        if (info == INDEFINITE) chunks();
        else at += length();
    }

    /// Reads the text whose head was read.
    private String text() {
        if (info == INDEFINITE) return new String(chunks(), StandardCharsets.UTF_8);
        int from = at;
        int length = length();
        at = from + length;
        int ascii = Utf8.asciiEnd(bytes, from, at);
        if (ascii == at) return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        if (!Utf8.isValid(bytes, ascii, at)) throw malformed("not UTF-8");
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /// Joins the chunks of a string of indefinite length.
    private byte[] chunks() {
        int kind = major;
        var joined = new ByteArrayOutputStream();
        while (true) {
            if (at == end) throw malformed("truncated");
            if ((bytes[at] & 0xff) == BREAK) break;
            if ((bytes[at] & 0xff) >> 5 != kind) throw malformed("a chunk of another type");
            head();
            if (info == INDEFINITE) throw malformed("a chunk of indefinite length");
            int length = length();
            if (kind == Cbor.TEXT && !Utf8.isValid(bytes, at, at + length))
                throw malformed("not UTF-8");
            joined.write(bytes, at, length);
            at += length;
        }
        at++;
        return joined.toByteArray();
    }

    /// The length of the string whose head was read; its bytes are there.
    private int length() {
        if (argument < 0 || argument > end - at) throw malformed("truncated");
        return (int) argument;
    }

    @Override
    public void end() {
        if (at < end) throw malformed("something after the document");
    }

    /// Reads a data item's head, and over the tags before it.
    private void head() {
        do {
            if (at == end) throw malformed("truncated");
            int initial = bytes[at++];
            major = (initial & 0xff) >> 5;
            info = initial & 31;
            argument = info < 24 ? info : longArgument();
        } while (major == Cbor.TAG);
    }

    private long longArgument() {
        if (info == INDEFINITE) {
            if (major < Cbor.BYTES || major > Cbor.MAP) throw malformed("no CBOR");
            return 0;
        }
        if (info > DOUBLE) throw malformed("no CBOR");
        int size = 1 << (info - 24);
        if (end - at < size) throw malformed("truncated");
        long value = 0;
        for (int i = 0; i < size; i++) value = value << 8 | (bytes[at++] & 0xff);
        if (major == Cbor.SIMPLE && info == ONE_BYTE_SIMPLE && value < 32)
            throw malformed("no CBOR");
        return value;
    }

    private MalformedException malformed(String what) {
        return new MalformedException(what + " at byte " + at);
    }
}
