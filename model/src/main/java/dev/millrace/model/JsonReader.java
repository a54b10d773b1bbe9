package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/// Reads JSON (RFC 8259) from bytes in UTF-8.
///
/// Strict: no comments, no leading zeros, no control characters or unpaired surrogates in strings,
/// written plainly or as escapes. Of two members with one name the later one counts.
public final class JsonReader extends ShapeReader {
    private final byte[] bytes;
    private final int end;
    private int at;
    private int depth;

    /// Whether the brackets entered last have shown nothing yet, so that no comma may come.
    private boolean first;

    // Blobs in a request are often of one length. Once two were, the next one's closing quote is
    // tried there before it is looked for; decoding tells whether it was the right quote. A wrong
    // guess costs an exception, so the first one ends the guessing.
    private int lastLength;
    private int likelyLength;
    private boolean guessing = true;

    /// Whether a blob had to be unescaped: the next one will, so save the try without.
    private boolean escaping;

    private byte[] unescaped = new byte[0];

    /// @param body read from `offset` for `length` bytes; not changed, not kept
    public JsonReader(byte[] body, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, body.length);
        bytes = body;
        at = offset;
        end = offset + length;
    }

    /// What a value can be.
    public enum Kind {
        STRUCTURE,
        LIST,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /// What the next value is, by its first character: for documents that no model describes.
    public Kind kind() {
        int c = peek();
        if (isNumber(c)) return Kind.NUMBER;
        return switch (c) {
            case '{' -> Kind.STRUCTURE;
            case '[' -> Kind.LIST;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> throw malformed("no JSON value");
        };
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
                int length = unescape();
                member = names.indexOf(unescaped, 0, length);
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
    public @Nullable Double readDouble() {
        if (!isNumber(peek())) {
            refuse(Target.DOUBLE);
            return null;
        }
        int from = at;
        number(0); // for its form
        return Double.valueOf(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
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
        byte[] decoded = null;
        int to = from + likelyLength;
        if (guessing && likelyLength > 0 && to < end && bytes[to] == '"') {
            decoded = decode(bytes, from, to);
            guessing = decoded != null;
        }
        if (decoded == null && !escaping) {
            to = JsonText.quote(bytes, from, end);
            if (to == end) throw malformed("truncated");
            if (bytes[to] == '"') decoded = decode(bytes, from, to);
        }
        if (decoded == null) {
            escaping = true;
            return blobSlowly();
        }
        likelyLength = to - from == lastLength ? lastLength : 0;
        lastLength = to - from;
        at = to + 1;
        return Blob.of(decoded);
    }

    /// A blob with escapes in it (`\/` for one), or one to be refused.
    private @Nullable Blob blobSlowly() {
        int length = unescape();
        byte[] decoded = decode(unescaped, 0, length);
        if (decoded != null) return Blob.of(decoded);
        String text = new String(unescaped, 0, length, StandardCharsets.UTF_8);
        String flaw = Base64Text.flaw(text);
        fault(Target.BLOB.refuses("'" + Wording.cut(text) + "'") + ": " + flaw);
        return null;
    }

    /// Decodes proper base64, or returns null if it is not.
    private static byte @Nullable [] decode(byte[] text, int from, int to) {
        if (((to - from) & 3) != 0 || !Base64Text.endsProperly(text, from, to)) return null;
        try {
            return Base64.getDecoder().decode(ByteBuffer.wrap(text, from, to - from)).array();
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    @Override
    public void skipValue() {
        int outside = depth;
        // Whether the brackets at depth n are a list's: bit n - 1 of the two together.
        long outerLists = 0;
        long innerLists = 0;
        do {
            int c = peek();
            switch (c) {
                case '{', '[' -> {
                    open();
                    long bit = 1L << (depth - 1);
                    if (depth <= Long.SIZE)
                        outerLists = c == '[' ? outerLists | bit : outerLists & ~bit;
                    else innerLists = c == '[' ? innerLists | bit : innerLists & ~bit;
                }
                case '"' -> string();
                case 't' -> word("true");
                case 'f' -> word("false");
                case 'n' -> word("null");
                default -> number(0);
            }
            while (depth > outside) {
                long lists = depth <= Long.SIZE ? outerLists : innerLists;
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

    private int plainStringEnd(int from) {
        int to = JsonText.special(bytes, from, end);
        if (to == end) throw malformed("truncated");
        return to;
    }

    /// Reads the string whose opening quote is next.
    private String string() {
        int from = at + 1;
        int to = plainStringEnd(from);
        if (bytes[to] == '"') {
            at = to + 1;
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        int length = unescape();
        return new String(unescaped, 0, length, StandardCharsets.UTF_8);
    }

    /// Reads any string whose opening quote is next, and leaves it in [#unescaped] in UTF-8.
    ///
    /// @return how many bytes it takes there
    private int unescape() {
        at++;
        int length = 0;
        while (true) {
            int run = plainStringEnd(at) - at;
            byte[] out = room(length, run + 4);
            System.arraycopy(bytes, at, out, length, run);
            length += run;
            at += run;
            byte c = bytes[at];
            if (c == '"') break;
            if (c >= 0 && c < ' ') throw malformed("a control character in a string");
            length = Utf8.write(c < 0 ? longCharacter() : escape(), out, length);
        }
        at++;
        return length;
    }

    private byte[] room(int length, int more) {
        if (unescaped.length - length < more)
            unescaped = Arrays.copyOf(unescaped, Math.max(2 * length, length + more));
        return unescaped;
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
