package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.util.Arrays;
import java.util.List;

final class ServeOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--port 0",
                "--port 4567 --data some/folder --config millrace.toml",
                "--set limits=off --set kinesis.transition-delay=0 --tls",
                "--region eu-central-1 --account 123456789012 --salvage --log-format json",
                "--port nonsense --set nonsense",
            })
    void plainWordsMeanWhatTheyMeanToPicocli(String line) {
        List<String> words = words(line);
        var expected = new ServeOptions();
        new CommandLine(expected)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(words.toArray(String[]::new));

        ServeOptions plain = ServeOptions.plain(words);

        assertNotNull(plain);
        assertEquals(fields(expected), fields(plain));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "--port",
                "--port 1 --port 2",
                "--port --tls",
                "--port=1",
                "--prot 1",
                "--log-format yaml",
                "--tls --tls",
                "--data @file",
                "port 1",
            })
    void whatIsNotPlainIsLeftToPicocli(String line) {
        assertNull(ServeOptions.plain(words(line)));
    }

    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : Arrays.asList(line.split(" "));
    }

    private static List<String> fields(ServeOptions serve) {
        return List.of(
                String.valueOf(serve.port),
                String.valueOf(serve.data),
                String.valueOf(serve.config),
                String.valueOf(serve.settings),
                String.valueOf(serve.region),
                String.valueOf(serve.account),
                String.valueOf(serve.tls),
                String.valueOf(serve.salvage),
                String.valueOf(serve.logFormat));
    }
}
