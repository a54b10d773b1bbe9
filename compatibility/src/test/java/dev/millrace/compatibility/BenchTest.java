package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import software.amazon.awssdk.services.kinesis.KinesisClient;

/// `millrace bench` against a running server.
@ExtendWith(SharedServer.class)
class BenchTest {
    @Test
    void aStreamOfItsOwnIsGoneAfterwards(Shell shell) throws Exception {
        Shell.Result bench =
                shell.run(
                        Shell.millrace(
                                        "bench",
                                        "--rate",
                                        "200",
                                        "--batch",
                                        "20",
                                        "--size",
                                        "10",
                                        "--connections",
                                        "2",
                                        "--warm-up",
                                        "0",
                                        "--duration",
                                        "1")
                                .toArray(String[]::new));
        assertEquals(0, bench.code(), bench.err());
        assertTrue(bench.err().contains(" records, "), bench.err());
        assertTrue(bench.out().contains(" requests took\n"), bench.out());
        assertTrue(bench.out().contains("\n  p99.9 "), bench.out());
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            assertTrue(
                    kinesis.listStreams().streamNames().stream()
                            .noneMatch(name -> name.startsWith("millrace-bench-")));
        }
    }
}
