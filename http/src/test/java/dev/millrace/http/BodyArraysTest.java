package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BodyArraysTest {
    private static final int KIB = 1 << 10;

    @Test
    void anArrayHoldsWhatIsAskedForAndAtMostAQuarterMore() {
        for (long asked = 0; asked <= 1 << 30; asked += 1 + asked / 100) {
            int bytes = (int) asked;
            int length = BodyArrays.rounded(bytes);
            assertTrue(length >= bytes && length <= bytes + bytes / 4L, () -> bytes + " bytes");
            assertEquals(length, BodyArrays.rounded(length), () -> bytes + " bytes");
        }
    }

    @Test
    void theNewestOfTheRightLengthIsUsedAgain() {
        var arrays = new BodyArrays(1024 * KIB);
        byte[] older = arrays.take(100 * KIB);
        byte[] newer = arrays.take(100 * KIB);
        byte[] other = arrays.take(200 * KIB);
        arrays.give(older);
        arrays.give(newer);
        arrays.give(other);

        assertSame(newer, arrays.take(99 * KIB));
        assertSame(older, arrays.take(99 * KIB));
        assertNotSame(other, arrays.take(99 * KIB));
        assertEquals(other.length, arrays.held());
    }

    @Test
    void whatIsKeptIsBounded() {
        var arrays = new BodyArrays(300 * KIB);
        byte[] oldest = arrays.take(128 * KIB);
        arrays.give(oldest);
        arrays.give(new byte[128 * KIB]);
        arrays.give(new byte[160 * KIB]);
        arrays.give(new byte[512 * KIB]); // more than may be kept at all

        assertEquals(288 * KIB, arrays.held());
        assertNotSame(oldest, arrays.take(128 * KIB));
        assertNotSame(oldest, arrays.take(128 * KIB));
    }

    @Test
    void smallOnesAreNotKept() {
        var arrays = new BodyArrays(1024 * KIB);
        arrays.give(new byte[KIB]);

        assertEquals(0, arrays.held());
        assertEquals(KIB, arrays.take(KIB).length);
    }
}
