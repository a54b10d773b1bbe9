package dev.millrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ResultFileTest {
    private static final Result ONE =
            Result.of(Group.PEERS, "Kafka, flushing", "Produce \"500\"")
                    .with(Figure.P99, 1.5)
                    .with(Figure.X, 3)
                    .remark("one, two");

    @TempDir Path folder;

    @Test
    void whatIsWrittenIsReadAgain() {
        assertEquals(List.of(ONE), ResultFile.parse(ResultFile.format(List.of(ONE))));
    }

    @Test
    void aRowMeasuredAgainReplacesItself() throws Exception {
        Path file = folder.resolve("made/results.csv");
        ResultFile results = ResultFile.open(file);
        results.put(ONE);
        results.put(Result.of(Group.PEERS, "Redis", "XADD"));
        results.put(Result.of(Group.CALLS, "Millrace", "PutRecords"));
        results.put(ONE.with(Figure.P99, 2));
        ResultFile again = ResultFile.open(file);
        assertEquals(
                List.of("Kafka, flushing", "Redis"),
                again.of(Group.PEERS).stream().map(Result::subject).toList());
        assertEquals(2, again.of(Group.PEERS).getFirst().figure(Figure.P99));
        assertEquals(1, again.of(Group.CALLS).size());
    }

    @Test
    void whatWasNotMeasuredStaysOut() {
        Result without = ONE.with(Figure.HEAP, Double.NaN);
        assertEquals(ONE, without);
        assertTrue(Double.isNaN(without.figure(Figure.HEAP)));
    }

    @Test
    void aPageKeepsWhatPersonsWrote() throws Exception {
        Path page = folder.resolve("page.md");
        String text = "Before.\n<!-- results: peers -->\nold\n<!-- end of results -->\nAfter.\n";
        Files.writeString(page, text);
        ResultFile results = ResultFile.open(new Page(page).results());
        results.put(ONE);
        new Page(page).write(results);
        new Page(page).write(results); // as it was
        assertEquals(
                """
                Before.
                <!-- results: peers -->

                | row | p99 ms | remark |
                |---|---:|---|
                | Produce "500" | 1.50 | one, two |

                <!-- end of results -->
                After.
                """,
                Files.readString(page));
    }
}
