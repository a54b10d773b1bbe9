package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.fuzzing.ParserFuzzing;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Commands of the catalog: read and written back the same, or refused.
class CatalogCommandFuzzTest extends ParserFuzzing {
    CatalogCommandFuzzTest() {
        super("catalog-commands", hex("0900000001"), hex("01"), hex("00000000"), hex("ffffffff"));
    }

    @Override
    protected List<byte[]> examples() {
        var examples = new ArrayList<byte[]>();
        for (int seed = 0; seed < 100; seed++)
            examples.add(new RandomCommands(seed).next().encode());
        return examples;
    }

    /// A text of 64 KiB at most is announced by two bytes, and made room for.
    @Override
    protected long mostBytes(int length) {
        return (512 << 10) + 512L * length;
    }

    @Override
    public void parse(byte[] input) {
        CatalogCommand command;
        try {
            command = CatalogDecoder.command(input);
        } catch (UncheckedIOException refused) {
            return;
        }
        byte[] written = command.encode();
        assertEquals(command, CatalogDecoder.command(written));
        assertArrayEquals(written, CatalogDecoder.command(written).encode());
    }
}
