package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

class LinesTest {
    private static Lines lines(String text, int longest) {
        return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest);
    }

    private static List<String> all(Lines lines) throws Exception {
        var all = new ArrayList<String>();
        for (byte[] line = lines.next(); line != null; line = lines.next())
            all.add(new String(line, StandardCharsets.UTF_8));
        return all;
    }

    @Test
    void theEndOfALineIsNoPartOfIt() throws Exception {
        assertEquals(List.of("a", "", "bé", "c\rd"), all(lines("a\n\r\nbé\r\nc\rd", 10)));
    }

    @Test
    void aLastLineNeedsNoEnd() throws Exception {
        assertEquals(List.of("a", "b"), all(lines("a\nb", 10)));
        assertEquals(List.of("a", "b"), all(lines("a\nb\n", 10)));
        assertEquals(List.of(), all(lines("", 10)));
    }

    @Test
    void aLineThatIsTooLongIsNamedAndTheNextOneIsRead() throws Exception {
        Lines lines = lines("12345\n123456\n1\n", 5);
        assertEquals(5, Objects.requireNonNull(lines.next()).length);
        var refusal = assertThrows(Lines.TooLongException.class, lines::next);
        assertEquals("line 2 has 6 bytes", refusal.getMessage());
        assertEquals(1, Objects.requireNonNull(lines.next()).length);
        assertEquals(3, lines.number());
        assertNull(lines.next());
    }

    @Property(tries = 200)
    void linesDoNotDependOnHowTheyArrive(
            @ForAll List<@IntRange(max = 200_000) Integer> lengths, @ForAll int chunk)
            throws Exception {
        var expected = new ArrayList<String>();
        for (int length : lengths) expected.add("x".repeat(length));
        byte[] bytes = (String.join("\n", expected) + "\n").getBytes(StandardCharsets.UTF_8);
        int most = 1 + Math.floorMod(chunk, 100_000);
        var in =
                new ByteArrayInputStream(bytes) {
                    @Override
                    public int read(byte[] buffer, int from, int length) {
                        return super.read(buffer, from, Math.min(length, most));
                    }
                };
        if (expected.isEmpty()) expected.add("");
        assertEquals(expected, all(new Lines(in, 200_000)));
    }

    @Test
    void nothingIsWaitedForWhileAWholeLineIsThere() throws Exception {
        var in =
                new InputStream() {
                    private int turn;

                    @Override
                    public int read() {
                        throw new AssertionError();
                    }

                    @Override
                    public int read(byte[] buffer, int from, int length) {
                        byte[] part =
                                (turn++ == 0 ? "a\nb\nc" : "d\n").getBytes(StandardCharsets.UTF_8);
                        System.arraycopy(part, 0, buffer, from, part.length);
                        return part.length;
                    }
                };
        var lines = new Lines(in, 10);
        assertTrue(lines.mayWait());
        lines.next();
        assertFalse(lines.mayWait());
        lines.next();
        assertTrue(lines.mayWait());
    }
}
