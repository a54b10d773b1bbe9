package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.model.JacksonOracle.Format;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// JSON: we accept exactly what a strict reader does, whichever way we read.
class JsonFuzzTest extends ParserFuzzing {
    JsonFuzzTest() {
        super(
                "json",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "\\",
                "\\u",
                "\\ud83d\\ude00",
                "\\n",
                "null",
                "true",
                "false",
                "-",
                "+",
                ".",
                "e",
                "E",
                "1e999",
                "-0",
                "0.1",
                " ",
                "\t",
                "\n",
                "\"\":",
                "//",
                "/*",
                hex("00"),
                hex("1f"),
                hex("7f"),
                hex("80"),
                hex("bf"),
                hex("c0"),
                hex("c3a9"),
                hex("eda080"),
                hex("efbbbf"),
                hex("f09f98"),
                hex("f490"),
                hex("ff"),
                "StreamName",
                "Records",
                "Data",
                "AAAA",
                "=",
                "==");
    }

    @Override
    protected List<byte[]> examples() {
        return Documents.random(Format.JSON);
    }

    @Override
    public void parse(byte[] input) {
        boolean accepted = Documents.skips(Format.JSON, input);
        assertEquals(isStrict(input), accepted);
        assertEquals(accepted, Documents.reads(Documents.typeFor(input), Format.JSON, input));
    }

    /// Jackson's opinion, and in three points not Jackson's: it guesses at other encodings, decodes
    /// forbidden UTF-8, and lets unpaired surrogates through.
    private static boolean isStrict(byte[] bytes) {
        boolean byteOrderMark = bytes.length > 0 && bytes[0] == (byte) 0xef;
        return !byteOrderMark && !hasZero(bytes) && isUtf8(bytes) && refusal(bytes) == null;
    }

    private static boolean hasZero(byte[] bytes) {
        for (byte b : bytes) if (b == 0) return true;
        return false;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static @Nullable String refusal(byte[] bytes) {
        return Documents.jacksonRefuses(Format.JSON, bytes);
    }
}
