package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.model.ApiException;
import dev.millrace.stream.ShardFilter;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.TokenSeal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Page tokens. An input's first byte says of which kind, and whether the rest is a token as a
/// client sends it, or what one holds, which is then sealed: also what an older or newer build may
/// have put in is taken or refused.
class PageTokenFuzzTest extends ParserFuzzing {
    private static final int SEALED = 0x10;

    private static final TokenSeal SEAL =
            new TokenSeal(new byte[TokenSeal.KEY_BYTES], new Random(1));

    private static final PageTokens TOKENS = new PageTokens(SEAL);

    PageTokenFuzzTest() {
        super("page-tokens", "/", "=", "AAAA", hex("01"), hex("00"), hex("0000000000000000"));
    }

    @Override
    protected List<byte[]> examples() {
        var examples = new ArrayList<byte[]>();
        var name = new StreamName("123456789012", "eu-west-1", "s");
        String[] tokens = {
            TOKENS.seal(new PageTokens.Streams(name, 7)),
            TOKENS.seal(new PageTokens.Shards(1, 2, new ShardFilter.OpenAt(5), 7)),
            TOKENS.seal(new PageTokens.Consumers(1, "c", 7)),
        };
        for (int kind = 0; kind < tokens.length; kind++) {
            examples.add(input(kind, tokens[kind].getBytes(StandardCharsets.US_ASCII)));
            byte[] held = SEAL.open(purpose(kind), tokens[kind]);
            if (held != null) examples.add(input(kind | SEALED, held));
        }
        return examples;
    }

    private static byte[] input(int kind, byte[] rest) {
        byte[] input = new byte[1 + rest.length];
        input[0] = (byte) kind;
        System.arraycopy(rest, 0, input, 1, rest.length);
        return input;
    }

    private static TokenSeal.Purpose purpose(int kind) {
        return switch (kind) {
            case 0 -> TokenSeal.Purpose.LIST_STREAMS;
            case 1 -> TokenSeal.Purpose.LIST_SHARDS;
            default -> TokenSeal.Purpose.LIST_CONSUMERS;
        };
    }

    @Override
    public void parse(byte[] input) throws Exception {
        if (input.length == 0) return;
        int kind = (input[0] & 3) % 3;
        byte[] rest = new byte[input.length - 1];
        System.arraycopy(input, 1, rest, 0, rest.length);
        String token =
                (input[0] & SEALED) == 0
                        ? new String(rest, StandardCharsets.UTF_8)
                        : SEAL.seal(purpose(kind), rest);
        try {
            switch (kind) {
                case 0 -> {
                    PageTokens.Streams place = TOKENS.streams(token, 7);
                    assertEquals(place, TOKENS.streams(TOKENS.seal(place), 7));
                }
                case 1 -> {
                    PageTokens.Shards place = TOKENS.shards(token, 7);
                    assertEquals(place, TOKENS.shards(TOKENS.seal(place), 7));
                }
                default -> {
                    PageTokens.Consumers place = TOKENS.consumers(token, 7);
                    assertEquals(place, TOKENS.consumers(TOKENS.seal(place), 7));
                }
            }
        } catch (ApiException refused) {
            assertTrue(refused.type().endsWith("Exception"));
        }
    }
}
