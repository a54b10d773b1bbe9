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
    void resultsStandInTheOrderOfTheirRowsWheneverTheyWereMeasured() throws Exception {
        List<Row> rows =
                List.of(
                        new Row(Group.CALLS, "m", "put", (_, _, _) -> {}),
                        new Row(Group.CALLS, "m", "put, beside load", (_, _, _) -> {}),
                        new Row(Group.SOAK, "m", "soak", (_, _, _) -> {}));
        ResultFile results = ResultFile.open(folder.resolve("results.csv"));
        for (String name : List.of("put, beside load, 1 B", "put, 2 B", "put, 1 B"))
            results.put(Result.of(Group.CALLS, "m", name));
        for (String name : List.of("5 %", "soak, in all"))
            results.put(Result.of(Group.SOAK, "m", name));
        results.order(rows);
        assertEquals(
                List.of("put, 2 B", "put, 1 B", "put, beside load, 1 B"),
                results.of(Group.CALLS).stream().map(Result::row).toList());
        assertEquals(
                List.of("5 %", "soak, in all"),
                results.of(Group.SOAK).stream().map(Result::row).toList());
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
