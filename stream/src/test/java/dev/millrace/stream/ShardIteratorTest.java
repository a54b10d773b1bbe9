package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.OptionalInt;
import java.util.Random;

class ShardIteratorTest {
    private final TokenSeal seal = new TokenSeal(new byte[TokenSeal.KEY_BYTES], new Random(1));
    private final ShardIterator iterator =
            new ShardIterator(3, 70_000, 1_700_000_000L, 42, 1_700_000_123_456L);

    @Test
    void anIteratorOpensToWhatWasSealed() {
        String token = iterator.seal(seal);
        assertTrue(token.length() <= 512);
        assertEquals(iterator, ShardIterator.open(token, seal));
        assertEquals(iterator, ShardIterator.open('"' + token + '"', seal));
    }

    @Test
    void itsBytesHaveTheServicesOutline() {
        byte[] bytes = Base64.getDecoder().decode(iterator.seal(seal));
        assertEquals(1, bytes[7]);
        for (int i = 0; i < 7; i++) assertEquals(0, bytes[i]);
        assertEquals(0, (bytes.length - 8) % 16);
    }

    @Property(tries = 300)
    void aChangedIteratorDoesNotOpen(
            @ForAll @IntRange(min = 0, max = 71) int at, @ForAll @IntRange(min = 1) int bits) {
        byte[] bytes = Base64.getDecoder().decode(iterator.seal(seal));
        byte flipped = (byte) (bytes[at] ^ (bits & 0xff));
        if (flipped == bytes[at]) return;
        bytes[at] = flipped;
        assertNull(ShardIterator.open(Base64.getEncoder().encodeToString(bytes), seal));
    }

    @Property(tries = 300)
    void anyTextIsNoIterator(@ForAll String text) {
        assertNull(ShardIterator.open(text, seal));
    }

    @Test
    void anotherStoresIteratorOrAnotherPurposeIsRefused() {
        byte[] key = new byte[TokenSeal.KEY_BYTES];
        key[0] = 1;
        assertNull(ShardIterator.open(iterator.seal(new TokenSeal(key, new Random(1))), seal));
        assertNull(
                ShardIterator.open(seal.seal(TokenSeal.Purpose.LIST_SHARDS, new byte[36]), seal));
    }

    @Test
    void itLivesFiveMinutes() {
        assertFalse(iterator.isExpired(iterator.issuedMs() + 300_000));
        assertTrue(iterator.isExpired(iterator.issuedMs() + 300_001));
    }

    @Test
    void shardIdsAreReadAsLenientlyAsTheServiceDoes() {
        assertEquals("shardId-000000000007", ShardId.of(7));
        assertEquals("shardId-002147483647", ShardId.of(Integer.MAX_VALUE));
        assertEquals(OptionalInt.of(7), ShardId.parse("shardId-000000000007"));
        assertEquals(OptionalInt.of(7), ShardId.parse("shard-7"));
        assertEquals(OptionalInt.of(7), ShardId.parse("7"));
        assertEquals(OptionalInt.of(7), ShardId.parse("a-7-b"));
        assertEquals(OptionalInt.of(Integer.MAX_VALUE), ShardId.parse("x-2147483647"));
        assertEquals(OptionalInt.empty(), ShardId.parse("x-2147483648"));
        assertEquals(OptionalInt.empty(), ShardId.parse("shardId-"));
        assertEquals(OptionalInt.empty(), ShardId.parse("shardId"));
        assertEquals(OptionalInt.empty(), ShardId.parse(""));
        assertEquals(OptionalInt.empty(), ShardId.parse("7-x"));
    }
}
