package dev.millrace.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/// Writes JSON without white space, as AWS JSON 1.0 and 1.1 have it: blobs in base64, points in
/// time as seconds in scientific notation (`1.538160219636E9`).
public final class JsonWriter extends ShapeWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /// For a byte below 0x80 that cannot stand for itself: the letter after the backslash, or `u`.
    private static final byte[] ESCAPES = new byte[128];

    static {
        for (int i = 0; i < 0x20; i++) ESCAPES[i] = 'u';
        ESCAPES['\b'] = 'b';
        ESCAPES['\t'] = 't';
        ESCAPES['\n'] = 'n';
        ESCAPES['\f'] = 'f';
        ESCAPES['\r'] = 'r';
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
    }

    private static final int MAX_LONG_DIGITS = 20;

    public JsonWriter() {}

    /// @param capacity bytes to begin with
    public JsonWriter(int capacity) {
        super(capacity);
    }

    @Override
    public void beginStructure() {
        begin('{');
    }

    @Override
    public void endStructure() {
        end('}');
    }

    @Override
    public void beginMap(int size) {
        begin('{');
    }

    @Override
    public void endMap() {
        end('}');
    }

    @Override
    public void beginList(int size) {
        begin('[');
    }

    @Override
    public void endList() {
        end(']');
    }

    private void begin(char bracket) {
        byte[] out = room(2);
        separate(out);
        out[length++] = (byte) bracket;
    }

    private void end(char bracket) {
        room(1)[length++] = (byte) bracket;
    }

    /// Writes a comma unless what follows is the first in its brackets or the value of a name.
    /// The byte before tells: no value ends in an opening bracket or a colon.
    private void separate(byte[] out) {
        if (length == 0) return;
        byte before = out[length - 1];
        if (before != '{' && before != '[' && before != ':') out[length++] = ',';
    }

    @Override
    public void member(MemberName name) {
        byte[] encoded = name.json;
        byte[] out = room(encoded.length + 1);
        separate(out);
        System.arraycopy(encoded, 0, out, length, encoded.length);
        length += encoded.length;
    }

    @Override
    public void key(String key) {
        string(key);
        room(1)[length++] = ':';
    }

    @Override
    public void bool(boolean value) {
        ascii(value ? "true" : "false");
    }

    @Override
    public void number(long value) {
        byte[] out = room(MAX_LONG_DIGITS + 1);
        separate(out);
        length = Decimal.write(value, out, length);
    }

    @Override
    public void timestamp(Instant value) {
        byte[] out = room(Decimal.MAX_SECONDS + 1);
        separate(out);
        length = Decimal.writeSeconds(value.toEpochMilli(), out, length);
    }

    private void ascii(String text) {
        byte[] out = room(text.length() + 1);
        separate(out);
        for (int i = 0; i < text.length(); i++) out[length++] = (byte) text.charAt(i);
    }

    @Override
    public void string(String value) {
        int chars = value.length();
        byte[] out = room(chars + 3);
        separate(out);
        int at = length;
        out[at++] = '"';
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c >= 0x80 || ESCAPES[c] != 0) {
                length = at;
                stringSlowly(value, i);
                return;
            }
            out[at++] = (byte) c;
        }
        out[at++] = '"';
        length = at;
    }

    /// The rest of a string in which something has to be escaped or takes several bytes. An
    /// unpaired surrogate has no UTF-8 and becomes a question mark, as everywhere in Java.
    private void stringSlowly(String value, int from) {
        byte[] rest = value.substring(from).getBytes(StandardCharsets.UTF_8);
        byte[] out = room(6 * rest.length + 1);
        int at = length;
        for (byte b : rest) {
            byte escape = b < 0 ? 0 : ESCAPES[b];
            if (escape == 0) {
                out[at++] = b;
                continue;
            }
            out[at++] = '\\';
            out[at++] = escape;
            if (escape != 'u') continue;
            out[at++] = '0';
            out[at++] = '0';
            out[at++] = HEX[b >> 4];
            out[at++] = HEX[b & 15];
        }
        out[at++] = '"';
        length = at;
    }

    @Override
    public void blob(Blob value) {
        ByteBuffer bytes = ByteBuffer.wrap(value.array(), value.offset(), value.length());
        byte[] encoded = Base64.getEncoder().encode(bytes).array();
        byte[] out = room(encoded.length + 3);
        separate(out);
        out[length++] = '"';
        System.arraycopy(encoded, 0, out, length, encoded.length);
        length += encoded.length;
        out[length++] = '"';
    }
}
