package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/// The Java programs of `examples/seeds` by the real AWS SDK for Java 2, which speaks CBOR unless
/// told otherwise.
@ExtendWith(SharedServer.class)
class JavaSeedTest {
    @ParameterizedTest
    @CsvSource({"Sync, true", "Sync, false", "Async, true", "Async, false"})
    void aStreamLivesAndDies(String program, boolean cbor, Shell shell) throws Exception {
        String stream = program + (cbor ? "-cbor" : "-json");
        List<String> lines =
                shell.run(
                                Map.of("CBOR_ENABLED", Boolean.toString(cbor)),
                                Shell.java(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Shell.PROJECT
                                        .resolve("examples/seeds/" + program + ".java")
                                        .toString(),
                                stream)
                        .succeeded()
                        .lines();
        assertEquals(16, lines.size(), lines::toString);
        var last = BigInteger.ZERO;
        for (int i = 0; i < 10; i++) {
            String[] put = lines.get(i).split(" ", -1);
            assertEquals("user-" + i, put[0]);
            assertEquals("shardId-000000000000", put[1]);
            assertEquals(56, put[2].length());
            var number = new BigInteger(put[2]);
            // What is sent at once may be numbered in any order.
            if (program.equals("Sync")) assertTrue(number.compareTo(last) > 0, lines::toString);
            last = number;
        }
        assertEquals(
                List.of(
                        "failed 0",
                        "read 210",
                        "shardId-000000000000 340282366920938463463374607431768211455",
                        "shardId-000000000001 170141183460469231731687303715884105727",
                        "shardId-000000000002 340282366920938463463374607431768211455",
                        "deleted"),
                lines.subList(10, 16));
    }
}
