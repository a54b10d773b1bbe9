package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

class CommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(words);
    }

    @Test
    void theEnvironmentOfAServerOnItsDefaults() {
        assertEquals(0, run("env"));
        assertEquals(
                """
                export AWS_ENDPOINT_URL=http://127.0.0.1:4567
                export AWS_REGION=us-east-1
                export AWS_DEFAULT_REGION=us-east-1
                export AWS_ACCESS_KEY_ID=millrace
                export AWS_SECRET_ACCESS_KEY=millrace
                unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_KINESIS\
                 AWS_IGNORE_CONFIGURED_ENDPOINT_URLS
                """,
                out.toString());
    }

    @Test
    void theEnvironmentOfAServerElsewhere() {
        assertEquals(
                0,
                run(
                        "env",
                        "--port",
                        "5000",
                        "--region",
                        "eu-central-1",
                        "--tls",
                        "--data",
                        "/a b"));
        String text = out.toString();
        assertTrue(text.contains("export AWS_ENDPOINT_URL=https://127.0.0.1:5000\n"), text);
        assertTrue(text.contains("export AWS_DEFAULT_REGION=eu-central-1\n"), text);
        assertTrue(text.contains("export AWS_CA_BUNDLE='/a b/tls/"), text);
    }

    @ParameterizedTest
    @CsvSource({"us-east-1, us-east-1", "a b, 'a b'", "$(rm), '$(rm)'", "it's, it'\\''s"})
    void nothingInAValueIsRunByTheShell(String word, String inside) {
        String quoted = Env.quoted(word);
        assertEquals(quoted.startsWith("'") ? "'" + inside + "'" : inside, quoted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "serve", "env", "cert", "put", "tail", "bench", "export", "import", "backup",
                "restore", "verify"
            })
    void everyCommandExplainsItself(String command) {
        assertEquals(0, command.isEmpty() ? run("--help") : run(command, "--help"));
        assertTrue(out.toString().contains(("Usage: millrace " + command).strip()));
    }

    @Test
    void aCommandThatDoesNotExistIsRefusedWithASuggestion() {
        assertEquals(2, run("tails"));
        assertTrue(err.toString().contains("Did you mean: millrace tail"), err.toString());
    }

    @Test
    void noCommandAtAllIsRefused() {
        assertEquals(2, run());
        assertTrue(err.toString().contains("which command?"), err.toString());
    }

    @Test
    void theVersionIsPrinted() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().startsWith("millrace "), out.toString());
    }

    @Test
    void aStartingPointThatIsNoneIsRefused() {
        assertEquals(2, run("tail", "s", "--from", "yesterday"));
        assertTrue(
                err.toString().contains("neither latest, trim-horizon nor a time"), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"--batch, 501", "--size, 0", "--rate, -1", "--connections, 0", "--duration, 0"})
    void aLoadOutOfBoundsIsRefused(String option, String value) {
        assertEquals(2, run("bench", option, value));
        assertEquals(
                """
                millrace: %s %s is out of bounds
                millrace bench --help says what there is.
                """
                        .formatted(option, value),
                err.toString());
    }

    @Test
    void putTakesOneSourceOfKeys() {
        assertEquals(2, run("put", "s", "--key", "a", "--key-field", "b"));
        assertTrue(err.toString().contains("mutually exclusive"), err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "put, foo",
        "put, localhost:4567",
        "put, 'http://['",
        "bench, localhost:4567",
        "put, ftp://127.0.0.1",
        "tail, http:///path",
        "tail, 127.0.0.1"
    })
    void anEndpointThatIsNoAddressIsRefused(String command, String endpoint) {
        assertEquals(2, run(command, "s", "--endpoint", endpoint));
        assertEquals(
                """
                millrace: --endpoint %s: expected an address such as http://127.0.0.1:4567
                millrace %s --help says what there is.
                """
                        .formatted(endpoint, command),
                err.toString());
    }

    /// Port 0 is one to serve on, but none to go to.
    @ParameterizedTest
    @CsvSource({
        "serve, 80000, 'http: port must be 0 to 65535: 80000'",
        "serve, x, expected a whole number",
        "env, 80000, expected 1 to 65535",
        "env, 0, expected 1 to 65535"
    })
    void aPortThatIsNoneIsRefused(String command, String port, String reason) {
        assertEquals(2, run(command, "--port", port));
        assertEquals(
                """
                millrace: --port %s: %s
                millrace %s --help says what there is.
                """
                        .formatted(port, reason, command),
                err.toString());
    }

    @Test
    void aSettingThatIsNotUnderstoodIsRefusedAsAnOptionIs() {
        assertEquals(2, run("serve", "--set", "limits=of"));
        assertTrue(err.toString().contains("did you mean off?"), err.toString());
    }

    @Test
    void anOptionThatDoesNotExistIsNamed() {
        assertEquals(2, run("serve", "--prot"));
        assertTrue(err.toString().startsWith("millrace: Unknown option"), err.toString());
        assertTrue(err.toString().lines().count() <= 4, err.toString());
    }
}
