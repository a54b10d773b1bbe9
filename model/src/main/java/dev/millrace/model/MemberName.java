package dev.millrace.model;

import java.nio.charset.StandardCharsets;

/// A member's name as a writer needs it: encoded beforehand.
public final class MemberName {
    private final String name;

    /// The name in quotes, and its colon.
    final byte[] json;

    /// The name as a text string.
    final byte[] cbor;

    private MemberName(String name) {
        this.name = name;
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        json = new byte[text.length + 3];
        json[0] = '"';
        System.arraycopy(text, 0, json, 1, text.length);
        json[text.length + 1] = '"';
        json[text.length + 2] = ':';
        boolean small = text.length < 24;
        cbor = new byte[text.length + (small ? 1 : 2)];
        cbor[0] = (byte) (small ? 0x60 + text.length : 0x78);
        if (!small) cbor[1] = (byte) text.length;
        System.arraycopy(text, 0, cbor, small ? 1 : 2, text.length);
    }

    /// Encodes `name`.
    ///
    /// @throws IllegalArgumentException if it is not 1 to 255 letters, digits or `_`
    public static MemberName of(String name) {
        boolean plain = !name.isEmpty() && name.length() < 256;
        for (int i = 0; plain && i < name.length(); i++) plain = isPlain(name.charAt(i));
        if (!plain) throw new IllegalArgumentException("not a member's name: " + name);
        return new MemberName(name);
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }

    @Override
    public String toString() {
        return name;
    }
}
