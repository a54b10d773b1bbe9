package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class PartitionKeysTest {
    private static String key(String line) throws Exception {
        return new PartitionKeys.Field("user").of(line.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"user\":\"ü\"} | ü", "{\"a\":{},\"user\":17} | 17", "{\"user\":1.5} | 1.5"})
    void aTextOrANumberIsAKey(String line, String expected) throws Exception {
        assertEquals(expected, key(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1} | it has no text or number called user",
                "{\"user\":null} | it has no text or number called user",
                "{\"user\":{}} | it has no text or number called user",
                "{\"user\":\"\"} | user is empty",
                "[1] | it has no text or number called user",
                "user=1 | it is not JSON",
                "{\"user\": | it is not JSON",
            })
    void anythingElseIsRefused(String line, String expected) {
        assertEquals(
                expected,
                assertThrows(PartitionKeys.NoKeyException.class, () -> key(line)).getMessage());
    }
}
