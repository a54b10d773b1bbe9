package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.gateway.Response;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rates of calls in `docs/limits.md` are those that hold, and its settings exist.
class LimitsTableTest {
    private static final Path DOCUMENT = Path.of("../docs/limits.md");
    private static final Pattern RATE =
            Pattern.compile("\\| ([A-Z]\\w+) \\| ([\\d,]+) \\| (account and region|stream)\\b.*");
    private static final Pattern SETTING = Pattern.compile("`(kinesis\\.[a-z.-]+)");

    private static Response call(LocalService service, String operation, String stream)
            throws Exception {
        String arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/" + stream;
        return service.call(
                LocalService.headers(operation, "123456789012", "eu-central-1"),
                """
                {"StreamName": "%1$s", "StreamARN": "%2$s", "ResourceARN": "%2$s",
                "ConsumerName": "c",
                "ShardToSplit": "0", "NewStartingHashKey": "5", "ShardToMerge": "0",
                "AdjacentShardToMerge": "1", "RetentionPeriodHours": 24,
                "ShardLevelMetrics": ["ALL"],
                "TagKeys": ["a"], "Tags": {"a": "b"}, "Policy": "{}", "TargetShardCount": 1,
                "ScalingType": "UNIFORM_SCALING", "MaxRecordSizeInKiB": 1024,
                "RecordDistributionStrategy": "USER_PARTITION_KEY", "WarmThroughputMiBps": 1,
                "MinimumThroughputBillingCommitment": {"Status": "DISABLED"}}
                """
                        .formatted(stream, arn));
    }

    private static boolean isThrottled(Response response) {
        return LocalService.text(response).contains("Rate exceeded for");
    }

    @TestFactory
    List<DynamicTest> theRateIsThatOfTheDocument() throws Exception {
        return Files.readAllLines(DOCUMENT).stream()
                .map(RATE::matcher)
                .filter(Matcher::matches)
                .map(row -> DynamicTest.dynamicTest(row.group(1), () -> check(row)))
                .toList();
    }

    private static void check(Matcher row) throws Exception {
        String operation = row.group(1);
        int rate = Integer.parseInt(row.group(2).replace(",", ""));
        var service = new LocalService(MillraceConfig.DEFAULT.kinesis());
        service.pass(Duration.ofSeconds(1));
        for (int i = 0; i < rate; i++)
            assertFalse(isThrottled(call(service, operation, "s")), operation);
        assertTrue(isThrottled(call(service, operation, "s")), operation);
        boolean ofStream = row.group(3).equals("stream");
        assertEquals(!ofStream, isThrottled(call(service, operation, "other")), operation);
        Response lifted =
                call(
                        new LocalService(MillraceConfig.DEFAULT.with("limits", "off").kinesis()),
                        operation,
                        "s");
        assertFalse(isThrottled(lifted), operation);
    }

    @Test
    void everySettingOfTheApiThatIsALimitIsNamed() throws Exception {
        Set<String> named = new HashSet<>();
        Matcher setting = SETTING.matcher(Files.readString(DOCUMENT));
        while (setting.find()) named.add(setting.group(1));
        Set<String> actual = new HashSet<>();
        for (Setting each : Setting.of(MillraceConfig.DEFAULT))
            if (each.key().startsWith("kinesis.")) actual.add(each.key());
        actual.remove("kinesis.transition-delay");
        assertEquals(actual, named);
    }
}
