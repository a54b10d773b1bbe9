package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/// Reads JSON (RFC 8259) from bytes in UTF-8.
///
/// Strict: no comments, no leading zeros, no control characters or unpaired surrogates in strings,
/// written plainly or as escapes. Of two members with one name the later one counts.
public final class JsonReader extends ShapeReader {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int depth;

    /// Whether the brackets entered last have shown nothing yet, so that no comma may come.
    private boolean first;

    /// Length of the last blob's base64. Blobs in a request are often of one length, and a good
    /// guess saves looking for the closing quote; -1 once the guess may not be tried.
    private int lastBlob;

    /// @param body read from `offset` for `length` bytes; not changed, not kept
    public JsonReader(byte[] body, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, body.length);
        bytes = body;
        at = offset;
        end = offset + length;
    }

    @Override
    public boolean beginStructure() {
        return switch (peek()) {
            case '{' -> open();
            case '[' -> skipFaulty(Target.NO_LIST);
            default -> skipFaulty(Target.STRUCTURE_EXPECTED);
        };
    }

    @Override
    public boolean beginMap() {
        return switch (peek()) {
            case '{' -> open();
            case '[' -> skipFaulty(Target.NO_LIST);
            default -> skipFaulty(Target.MAP_EXPECTED);
        };
    }

    @Override
    public boolean beginList() {
        return switch (peek()) {
            case '[' -> open();
            case '{' -> skipFaulty(Target.NO_STRUCTURE);
            default -> skipFaulty(Target.LIST_EXPECTED);
        };
    }

    private boolean open() {
        if (++depth > MAX_DEPTH) throw malformed("nested too deep");
        at++;
        first = true;
        return true;
    }

    private void close() {
        depth--;
        at++;
        first = false;
    }

    /// Notes `fault` unless the value is null, and reads over the value.
    private boolean skipFaulty(String fault) {
        if (peek() != 'n') fault(fault);
        skipValue();
        return false;
    }

    @Override
    public int nextMember(MemberNames names) {
        while (nextName()) {
            int from = at + 1;
            int to = plainStringEnd(from);
            int member;
            if (bytes[to] == '"') {
                member = names.indexOf(bytes, from, to);
                at = to + 1;
            } else {
                byte[] name = string().getBytes(StandardCharsets.UTF_8);
                member = names.indexOf(name, 0, name.length);
            }
            colon();
            if (member >= 0) return member;
            skipValue();
        }
        return -1;
    }

    @Override
    public @Nullable String nextKey() {
        if (!nextName()) return null;
        String key = string();
        colon();
        return key;
    }

    /// Moves to the opening quote of the next name, or leaves the structure or map.
    private boolean nextName() {
        int c = peek();
        if (c == '}') {
            close();
            return false;
        }
        comma(c);
        if (peek() != '"') throw malformed("no name where one must be");
        return true;
    }

    @Override
    public boolean nextElement() {
        int c = peek();
        if (c == ']') {
            close();
            return false;
        }
        comma(c);
        return true;
    }

    private void comma(int c) {
        if (first) {
            first = false;
            return;
        }
        if (c != ',') throw malformed("no comma where one must be");
        at++;
    }

    private void colon() {
        if (peek() != ':') throw malformed("no colon where one must be");
        at++;
    }

    @Override
    public @Nullable String readString() {
        if (peek() == '"') return string();
        refuse(Target.STRING);
        return null;
    }

    @Override
    public @Nullable Boolean readBoolean() {
        return switch (peek()) {
            case 't' -> {
                word("true");
                yield true;
            }
            case 'f' -> {
                word("false");
                yield false;
            }
            case '"' -> booleanNamed(string());
            default -> {
                refuse(Target.BOOLEAN);
                yield null;
            }
        };
    }

    @Override
    public @Nullable Integer readInteger() {
        if (!isNumber(peek())) {
            refuse(Target.INTEGER);
            return null;
        }
        return Math.clamp(number(0), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public @Nullable Long readLong() {
        if (isNumber(peek())) return number(0);
        refuse(Target.LONG);
        return null;
    }

    @Override
    public @Nullable Instant readTimestamp() {
        if (isNumber(peek())) return Instant.ofEpochMilli(number(3));
        refuse(Target.TIMESTAMP);
        return null;
    }

    private static boolean isNumber(int c) {
        return c == '-' || (c >= '0' && c <= '9');
    }

    /// Reads over a value that is not what was wanted; unless it is null, that is a fault.
    private void refuse(Target target) {
        switch (peek()) {
            case '{' -> fault(Target.NO_STRUCTURE);
            case '[' -> fault(Target.NO_LIST);
            case '"' -> fault(target.refuses(Target.STRING_CLASS));
            case 't', 'f' -> fault(target.refuses(Target.BOOLEAN_CLASS));
            case 'n' -> {}
            default -> fault(target.refuses(Target.NUMBER_CLASS));
        }
        skipValue();
    }

    @Override
    public @Nullable Blob readBlob() {
        if (peek() != '"') {
            refuse(Target.BLOB);
            return null;
        }
        if (fault() != null) { // the document is refused already
            string();
            return null;
        }
        int from = at + 1;
        int to = from + lastBlob;
        boolean guessed = lastBlob > 0 && to < end && bytes[to] == '"';
        if (!guessed) to = plainStringEnd(from);
        byte[] decoded = bytes[to] == '"' ? decode(from, to) : null;
        if (decoded == null) {
            lastBlob = -1; // a bad guess costs an exception: no more of them
            return blobSlowly();
        }
        if (lastBlob >= 0) lastBlob = to - from;
        at = to + 1;
        return Blob.of(decoded);
    }

    /// Decodes what stands between two indices, or returns null if that is not proper base64,
    /// in which case a guessed end may have been wrong as well.
    private byte @Nullable [] decode(int from, int to) {
        if ((to - from & 3) != 0 || !Base64Text.endsProperly(bytes, from, to)) return null;
        try {
            return Base64.getDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).array();
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /// A blob with escapes in it (`\/` for one), or one to be refused.
    private @Nullable Blob blobSlowly() {
        String text = string();
        String flaw = Base64Text.flaw(text);
        if (flaw == null) return Blob.of(Base64.getDecoder().decode(text));
        fault(Target.BLOB.refuses("'" + Wording.cut(text) + "'") + ": " + flaw);
        return null;
    }

    @Override
    public void skipValue() {
        int outside = depth;
        long lists = 0; // bit n: whether the brackets at depth n are a list's
        do {
            int c = peek();
            switch (c) {
                case '{', '[' -> {
                    open();
                    long bit = 1L << (depth - 1);
                    lists = c == '[' ? lists | bit : lists & ~bit;
                }
                case '"' -> string();
                case 't' -> word("true");
                case 'f' -> word("false");
                case 'n' -> word("null");
                default -> number(0);
            }
            while (depth > outside) {
                boolean list = (lists & 1L << (depth - 1)) != 0;
                if (list ? nextElement() : nextName()) {
                    if (list) break;
                    string();
                    colon();
                    break;
                }
            }
        } while (depth > outside);
    }

    @Override
    public void end() {
        skipBlanks();
        if (at < end) throw malformed("something after the document");
    }

    /// The first byte that is not white space; that byte is not consumed.
    private int peek() {
        if (at < end && bytes[at] > ' ') return bytes[at];
        skipBlanks();
        if (at == end) throw malformed("truncated");
        return bytes[at];
    }

    private void skipBlanks() {
        for (; at < end; at++) {
            byte c = bytes[at];
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return;
        }
    }

    private void word(String word) {
        int length = word.length();
        if (end - at < length) throw malformed("truncated");
        for (int i = 0; i < length; i++)
            if (bytes[at + i] != word.charAt(i)) throw malformed("no JSON value");
        at += length;
    }

    /// Reads a number, times ten to the power of `shift`, cut off towards zero, kept within a long.
    private long number(int shift) {
        int from = at;
        if (bytes[at] == '-') at++;
        int firstDigit = at;
        digits();
        if (bytes[firstDigit] == '0' && at - firstDigit > 1) throw malformed("leading zero");
        boolean whole = shift == 0;
        if (at < end && bytes[at] == '.') {
            whole = false;
            at++;
            digits();
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            whole = false;
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) at++;
            digits();
        }
        if (whole && at - firstDigit <= 18) {
            long value = 0;
            for (int i = firstDigit; i < at; i++) value = value * 10 + (bytes[i] - '0');
            return firstDigit > from ? -value : value;
        }
        return DecimalText.truncate(bytes, from, at, shift);
    }

    private void digits() {
        int from = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') at++;
        if (at == from) throw malformed("no JSON value");
    }

    /// The index of the first byte from `from` on that is a quote, or that keeps a string from
    /// being taken as it stands: a backslash, a control character, or a part of a longer character.
    private int plainStringEnd(int from) {
        byte[] in = bytes;
        int i = from;
        for (int last = end - 8; i <= last; i += 8) {
            long eight = (long) LONGS.get(in, i);
            // A byte's high bit shows whether the byte is one of those. Subtracting borrows from
            // the next byte only where a lower one has been found already.
            long found =
                    ((eight ^ QUOTES) - ONES
                                    | (eight ^ BACKSLASHES) - ONES
                                    | eight - BLANKS
                                    | eight)
                            & HIGH_BITS;
            if (found != 0) return i + (Long.numberOfTrailingZeros(found) >> 3);
        }
        for (; i < end; i++) {
            byte c = in[i];
            if (c == '"' || c == '\\' || c < ' ') return i;
        }
        throw malformed("truncated");
    }

    /// Reads the string whose opening quote is next.
    private String string() {
        int from = at + 1;
        int to = plainStringEnd(from);
        if (bytes[to] == '"') {
            at = to + 1;
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        return stringSlowly(from, to);
    }

    /// The rest of a string that holds escapes or characters beyond ASCII.
    private String stringSlowly(int from, int firstSpecial) {
        var text = new StringBuilder(2 * (firstSpecial - from) + 16);
        text.append(new String(bytes, from, firstSpecial - from, StandardCharsets.ISO_8859_1));
        at = firstSpecial;
        while (at < end) {
            byte c = bytes[at];
            if (c == '"') {
                at++;
                return text.toString();
            } else if (c == '\\') {
                text.appendCodePoint(escape());
            } else if (c < 0) {
                text.appendCodePoint(longCharacter());
            } else if (c < ' ') {
                throw malformed("a control character in a string");
            } else {
                text.append((char) c);
                at++;
            }
        }
        throw malformed("truncated");
    }

    private int longCharacter() {
        int character = Utf8.characterAt(bytes, at, end);
        if (character < 0) throw malformed("not UTF-8");
        at += Utf8.length(character);
        return character;
    }

    private int escape() {
        if (end - at < 2) throw malformed("truncated");
        int c = bytes[at + 1];
        at += 2;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> escapedCharacter();
            default -> throw malformed("no such escape");
        };
    }

    private int escapedCharacter() {
        char high = hex();
        if (!Character.isSurrogate(high)) return high;
        boolean paired = Character.isHighSurrogate(high) && end - at >= 2;
        if (!paired || bytes[at] != '\\' || bytes[at + 1] != 'u')
            throw malformed("an unpaired surrogate");
        at += 2;
        char low = hex();
        if (!Character.isLowSurrogate(low)) throw malformed("an unpaired surrogate");
        return Character.toCodePoint(high, low);
    }

    private char hex() {
        if (end - at < 4) throw malformed("truncated");
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(bytes[at++], 16);
            if (digit < 0) throw malformed("no such escape");
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private MalformedException malformed(String what) {
        return new MalformedException(what + " at byte " + at);
    }
}
