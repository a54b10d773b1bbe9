package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.fuzzing.ParserFuzzing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Iterators as clients send them: ours, or none. Whatever was changed in one makes it none.
class IteratorFuzzTest extends ParserFuzzing {
    private static final TokenSeal SEAL =
            new TokenSeal(new byte[TokenSeal.KEY_BYTES], new Random(1));

    private static final List<ShardIterator> OURS =
            List.of(
                    new ShardIterator(0, 0, 0, 1, 0),
                    new ShardIterator(7, 3, 1_500_000_000, Long.MAX_VALUE, Long.MAX_VALUE));

    private static final List<String> SEALED =
            OURS.stream().map(iterator -> iterator.seal(SEAL)).toList();

    IteratorFuzzTest() {
        super("iterators", "\"", "=", "==", "AAAAAAAAAAE", "AAAA", "/", "+", "-", "_", " ");
    }

    @Override
    protected List<byte[]> examples() {
        var examples = new ArrayList<byte[]>();
        for (String sealed : SEALED) examples.add(sealed.getBytes(StandardCharsets.US_ASCII));
        return examples;
    }

    @Override
    public void parse(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        ShardIterator opened = ShardIterator.open(text, SEAL);
        int ours = SEALED.indexOf(bare(text));
        if (ours >= 0) assertEquals(OURS.get(ours), opened);
        else assertNull(opened);
        assertNull(SEAL.open(TokenSeal.Purpose.LIST_SHARDS, text));
    }

    private static String bare(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
