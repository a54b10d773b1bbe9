package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Python programs of `examples/seeds` by the real boto3.
@ExtendWith(SharedServer.class)
class Boto3SeedTest {
    private static final Pattern STRESS = Pattern.compile("taken (\\d+), refused (\\d+) (.*)");

    @BeforeAll
    static void boto3IsThere(Shell shell) throws Exception {
        Tools.needBoto3(shell);
    }

    private static String newStream(Shell shell, String name) {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName(name).shardCount(1));
        }
        return name;
    }

    private static List<String> poll(Shell shell, String stream) throws Exception {
        return shell.seed("python3", "poll_shard.py", stream, "shardId-000000000000")
                .succeeded()
                .lines();
    }

    @Test
    void tenSinglePutsAreReadBackInOrder(Shell shell) throws Exception {
        String stream = newStream(shell, "singles");
        List<String> puts = shell.seed("python3", "single_puts.py", stream).succeeded().lines();
        List<String> reads = poll(shell, stream);
        assertEquals(10, puts.size());
        assertEquals(10, reads.size());
        BigInteger last = BigInteger.ZERO;
        for (int i = 0; i < 10; i++) {
            String[] put = puts.get(i).split(" ", -1);
            String[] read = reads.get(i).split(" ", 3);
            assertEquals("user-" + i, put[0]);
            assertEquals("shardId-000000000000", put[1]);
            assertEquals(put[2], read[0]);
            assertEquals("user-" + i, read[1]);
            assertTrue(
                    read[2].startsWith("{\"user_id\": \"user-" + i + "\", \"action\": \"click\""),
                    read[2]);
            var number = new BigInteger(put[2]);
            assertTrue(number.compareTo(last) > 0, () -> String.join("\n", puts));
            last = number;
        }
    }

    @Test
    void aBatchOfTwoHundredIsTakenAndPolledInHundreds(Shell shell) throws Exception {
        String stream = newStream(shell, "batch");
        assertEquals(
                "sent 200, failed 0 (FailedRecordCount 0)",
                shell.seed("python3", "batch_put.py", stream).succeeded().out().strip());
        List<String> reads = poll(shell, stream);
        assertEquals(200, reads.size());
        Map<String, Integer> users = new HashMap<>();
        for (int i = 0; i < reads.size(); i++) {
            String[] read = reads.get(i).split(" ", 3);
            users.merge(read[1], 1, Integer::sum);
            assertEquals("{\"user_id\": \"" + read[1] + "\", \"event\": " + i + "}", read[2]);
        }
        assertEquals(50, users.size());
        assertTrue(users.values().stream().allMatch(n -> n == 4), users::toString);
    }

    @Test
    void fiveHundredASecondAreNeverThrottledOnOneShard(Shell shell) throws Exception {
        String stream = newStream(shell, "within");
        assertEquals("taken 1500, refused 0 {}", stress(shell, stream, 500, 3).group());
    }

    @Test
    void twoThousandASecondAreThrottledOnOneShardAndCleanOnFour(Shell shell) throws Exception {
        String stream = newStream(shell, "beyond");
        Matcher beyond = stress(shell, stream, 2_000, 2);
        int taken = Integer.parseInt(beyond.group(1));
        int refused = Integer.parseInt(beyond.group(2));
        assertEquals(4_000, taken + refused);
        assertEquals(
                "{'ProvisionedThroughputExceededException': " + refused + "}", beyond.group(3));
        assertTrue(refused >= 500, beyond.group());

        assertEquals(
                List.of(
                        "shardId-000000000003 0",
                        "shardId-000000000004 85070591730234615865843651857942052864",
                        "shardId-000000000005 170141183460469231731687303715884105728",
                        "shardId-000000000006 255211775190703847597530955573826158592"),
                shell.seed("python3", "split_to_four.py", stream).succeeded().lines());
        assertEquals("taken 4000, refused 0 {}", stress(shell, stream, 2_000, 2).group());
    }

    private static Matcher stress(Shell shell, String stream, int rate, int seconds)
            throws Exception {
        String out =
                shell.seed("python3", "stress.py", stream, "" + rate, "" + seconds)
                        .succeeded()
                        .out()
                        .strip();
        Matcher matcher = STRESS.matcher(out);
        assertTrue(matcher.matches(), out);
        return matcher;
    }
}
