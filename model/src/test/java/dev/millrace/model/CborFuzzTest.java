package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.model.JacksonOracle.Format;

import java.util.List;

/// CBOR: we accept exactly what the grammar admits, and Jackson minds none of it, tags apart.
class CborFuzzTest extends ParserFuzzing {
    CborFuzzTest() {
        super(
                "cbor",
                hex("a0"),
                hex("bf"),
                hex("ff"),
                hex("80"),
                hex("9f"),
                hex("40"),
                hex("5f"),
                hex("60"),
                hex("7f"),
                hex("f6"),
                hex("f7"),
                hex("f4"),
                hex("f5"),
                hex("f820"),
                hex("f93c00"),
                hex("fa00000000"),
                hex("fb0000000000000000"),
                hex("fb7ff0000000000000"),
                hex("1818"),
                hex("190000"),
                hex("1a00000000"),
                hex("1b7fffffffffffffff"),
                hex("1bffffffffffffffff"),
                hex("3b"),
                hex("5b"),
                hex("7b"),
                hex("9bffffffffffffffff"),
                hex("bb"),
                hex("c1"),
                hex("c241"),
                hex("d840"),
                hex("db"),
                hex("63616263"),
                hex("c3a9"));
    }

    @Override
    protected List<byte[]> examples() {
        return Documents.random(Format.CBOR);
    }

    @Override
    public void parse(byte[] input) {
        boolean accepted = Documents.skips(Format.CBOR, input);
        assertEquals(CborGrammar.admits(input), accepted);
        assertEquals(accepted, Documents.reads(Documents.typeFor(input), Format.CBOR, input));
        // We read over tags whatever they say; Jackson looks into some, each with demands of its
        // own, and keeps of nested ones what grows with the square of their number.
        if (accepted && !mayHoldTags(input))
            assertNull(Documents.jacksonRefuses(Format.CBOR, input));
    }

    private static boolean mayHoldTags(byte[] bytes) {
        for (byte b : bytes) if ((b & 0xe0) == 0xc0) return true;
        return false;
    }
}
