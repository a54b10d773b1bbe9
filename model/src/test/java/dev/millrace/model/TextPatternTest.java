package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

class TextPatternTest {
    private static final TextPattern RESOURCE =
            new TextPattern("arn:aws.*:kinesis:.*:\\d{12}:.*(stream|channel)/\\S+");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:kinesis:eu-central-1:000000000000:stream/my-stream",
                "arn:aws-us-gov:kinesis:us-gov-west-1:123456789012:stream/s/consumer/c:1700000000",
                "arn:aws:kinesis:eu-central-1:000000000000:channel/c"
            })
    void takesWhatUsersWrite(String arn) {
        assertTrue(RESOURCE.matches(arn));
    }

    @Test
    void takesTheLongestThatTheModelAllows() {
        String arn = "arn:aws:kinesis:eu-central-1:000000000000:stream/";
        assertTrue(RESOURCE.matches(arn + "s".repeat(2048 - arn.length())));
        String separators = ":".repeat(1900);
        assertTrue(RESOURCE.matches("arn:aws" + separators + arn.substring(7) + "s"));
    }

    /// These keep the JDK's matcher busy for minutes when nothing stops it.
    @ParameterizedTest
    @MethodSource
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void givesUpOnWhatWouldTakeForEver(String trap) {
        assertFalse(RESOURCE.matches(trap));
    }

    static List<String> givesUpOnWhatWouldTakeForEver() {
        var traps = new ArrayList<String>();
        for (int repeat : new int[] {50, 5_000})
            traps.add(
                    "arn:aws"
                            + ":kinesis:".repeat(repeat)
                            + ":000000000000:".repeat(repeat)
                            + "stream/".repeat(repeat)
                            + " ");
        return traps;
    }

    @Test
    void everyPatternOfTheModelCompiles() {
        int patterns = 0;
        for (JsonNode shape : new PublishedModel().shapes())
            if (shape.has("pattern")) {
                String pattern = shape.get("pattern").asText();
                assertEquals(pattern, new TextPattern(pattern).toString());
                patterns++;
            }
        assertTrue(patterns > 10);
    }
}
