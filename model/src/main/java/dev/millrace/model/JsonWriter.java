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

    /// Base64 on its way: the JDK encodes to the start of an array only.
    private byte[] scratch = new byte[0];

    public JsonWriter() {
        this(DEFAULT_CAPACITY);
    }

    /// Begins with room for about `capacity` bytes; see [Shape#roughSize].
    public JsonWriter(long capacity) {
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
    public void real(double value) {
        byte[] digits = Double.toString(value).getBytes(StandardCharsets.US_ASCII);
        byte[] out = room(digits.length + 1);
        separate(out);
        System.arraycopy(digits, 0, out, length, digits.length);
        length += digits.length;
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

    /// Writes a string. An unpaired surrogate has no UTF-8 and becomes a question mark, as
    /// everywhere in Java.
    @Override
    public void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8); // the fastest way to a string's bytes
        int plain = JsonText.special(utf8, 0, utf8.length);
        byte[] out = room(utf8.length + 3);
        separate(out);
        out[length++] = '"';
        System.arraycopy(utf8, 0, out, length, plain);
        length += plain;
        if (plain < utf8.length) escape(utf8, plain);
        room(1)[length++] = '"';
    }

    private void escape(byte[] utf8, int from) {
        byte[] out = room(6 * (utf8.length - from));
        int at = length;
        for (int i = from; i < utf8.length; i++) {
            byte b = utf8[i];
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
        length = at;
    }

    @Override
    public void blob(Blob value) {
        int encoded = (value.length() + 2) / 3 * 4;
        byte[] out = room(encoded + 3);
        separate(out);
        out[length++] = '"';
        System.arraycopy(base64(value, encoded), 0, out, length, encoded);
        length += encoded;
        out[length++] = '"';
    }

    /// An array that begins with the blob's base64.
    private byte[] base64(Blob value, int encoded) {
        byte[] bytes = value.array();
        if (bytes.length != value.length()) {
            ByteBuffer part = ByteBuffer.wrap(bytes, value.offset(), value.length());
            return Base64.getEncoder().encode(part).array();
        }
        if (scratch.length < encoded) scratch = new byte[encoded];
        Base64.getEncoder().encode(bytes, scratch);
        return scratch;
    }
}
