package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// UTF-8, numbers and base64 held against the JDK's.
class TextPrimitivesTest {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer decoded = CharBuffer.allocate(64);

    @Test
    void everySequenceOfThreeBytesIsUtf8WhereTheJdkSaysSo() {
        byte[] bytes = new byte[3];
        for (int i = 0; i < 1 << 24; i += i >> 16 < 0xc0 ? 251 : 1) {
            bytes[0] = (byte) (i >> 16);
            bytes[1] = (byte) (i >> 8);
            bytes[2] = (byte) i;
            if (decodes(bytes) != Utf8.isValid(bytes, 0, 3))
                throw new AssertionError(Integer.toHexString(i));
        }
    }

    @Property(tries = 20_000)
    void longerSequencesToo(@ForAll @Size(max = 24) byte[] bytes) {
        for (int i = 0; i < bytes.length; i += 4) bytes[i] = (byte) (0xe0 | (bytes[i] & 0x1f));
        for (int i = 1; i < bytes.length; i++)
            if (i % 4 != 0) bytes[i] = (byte) (0x80 | (bytes[i] & 0x3f));
        assertEquals(decodes(bytes), Utf8.isValid(bytes, 0, bytes.length));
    }

    private boolean decodes(byte[] bytes) {
        decoded.clear();
        decoder.reset();
        return !decoder.decode(ByteBuffer.wrap(bytes), decoded, true).isError();
    }

    @Test
    void everyCharacterIsWrittenAsTheJdkWritesIt() throws CharacterCodingException {
        byte[] out = new byte[4];
        for (int c = 0; c <= 0x10ffff; c++) {
            if (c >= 0xd800 && c <= 0xdfff) continue;
            int length = Utf8.write(c, out, 0);
            assertEquals(c, Utf8.characterAt(out, 0, length));
            String text = Character.toString(c);
            ByteBuffer expected = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            assertEquals(expected, ByteBuffer.wrap(out, 0, length));
        }
    }

    @Property
    void decimalsAreCutOffExactly(
            @ForAll BigDecimal number,
            @ForAll @IntRange(min = -30, max = 30) int exponent,
            @ForAll boolean shifted) {
        int shift = shifted ? 3 : 0;
        for (String text :
                new String[] {
                    number.toPlainString() + "e" + exponent,
                    number.toPlainString() + "E" + (exponent < 0 ? "" : "+") + exponent,
                }) {
            BigInteger exact = new BigDecimal(text).scaleByPowerOfTen(shift).toBigInteger();
            assertEquals(clamped(exact), truncate(text, shift), text);
        }
        assertEquals(
                clamped(number.scaleByPowerOfTen(shift).toBigInteger()),
                truncate(number.toPlainString(), shift));
    }

    @Property
    void longsAreReadExactly(@ForAll long number) {
        assertEquals(number, truncate(Long.toString(number), 0));
        assertEquals(number, truncate(number + ".999", 0));
        assertEquals(number, truncate(number + "000e-3", 0));
    }

    private static long truncate(String text, int shift) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return DecimalText.truncate(bytes, 0, bytes.length, shift);
    }

    private static long clamped(BigInteger number) {
        return number.max(BigInteger.valueOf(Long.MIN_VALUE))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }

    @Property
    void properBase64HasNoFlawAndEveryOtherEndHas(@ForAll @Size(max = 20) byte[] bytes) {
        String text = Base64.getEncoder().encodeToString(bytes);
        assertNull(Base64Text.flaw(text));
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        assertEquals(true, Base64Text.endsProperly(ascii, 0, ascii.length));
        int padding = text.length() - text.replace("=", "").length();
        if (padding == 0) return;
        int last = ascii.length - padding - 1;
        ascii[last]++; // leaves a bit over, or is no base64 at all
        assertEquals(false, Base64Text.endsProperly(ascii, 0, ascii.length));
        assertEquals(false, Base64Text.flaw(new String(ascii, StandardCharsets.US_ASCII)) == null);
    }

    @Test
    void namesAreFoundByTheirBytes() {
        String[] names = new String[127];
        for (int i = 0; i < names.length; i++) names[i] = "KMS" + i + "Exception";
        MemberNames all = MemberNames.of(names);
        for (int i = 0; i < names.length; i++) {
            byte[] padded = ("\"" + names[i] + "\"").getBytes(StandardCharsets.US_ASCII);
            assertEquals(i, all.indexOf(padded, 1, padded.length - 1));
            assertEquals(-1, all.indexOf(padded, 0, padded.length - 1));
        }
        assertEquals(-1, all.indexOf(new byte[0], 0, 0));
        assertEquals(-1, MemberNames.of().indexOf(new byte[] {'a'}, 0, 1));
    }
}
