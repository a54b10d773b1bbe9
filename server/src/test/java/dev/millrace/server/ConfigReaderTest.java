package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ConfigReaderTest {
    enum Colour {
        RED,
        DARK_BLUE
    }

    record Door(int port, long bodyBytes, Duration patience) {
        Door {
            if (port > 65_535) throw new IllegalArgumentException("port must be at most 65535");
            if (port < 80 && patience.toMinutes() > 1)
                throw new IllegalArgumentException("a small port has no patience");
        }
    }

    record House(Path data, boolean loud, Colour colour, Door door) {}

    private static final House DEFAULTS =
            new House(
                    Path.of("data"),
                    false,
                    Colour.RED,
                    new Door(80, 1 << 20, Duration.ofSeconds(5)));

    @TempDir Path folder;

    private static ConfigReader<House> reader() {
        return new ConfigReader<>(DEFAULTS, Map.of("port", "door.port"), Set.of("MILLRACE_HOME"));
    }

    private Path toml(String text) throws Exception {
        return Files.writeString(folder.resolve("house.toml"), text);
    }

    private static String refusal(ConfigReader<House> reader) {
        return String.join("\n", assertThrows(ConfigException.class, reader::read).problems());
    }

    @Test
    void nothingSaidMeansTheDefaults() throws Exception {
        assertEquals(DEFAULTS, reader().read());
    }

    @Test
    void everyKindOfValueIsReadFromAFile() throws Exception {
        Path file =
                toml(
                        """
                        data = "elsewhere"
                        loud = true
                        colour = "dark-blue"

                        [door]
                        port = 8080
                        body-bytes = "64MiB"
                        patience = "250ms"
                        """);
        assertEquals(
                new House(
                        Path.of("elsewhere"),
                        true,
                        Colour.DARK_BLUE,
                        new Door(8080, 64 << 20, Duration.ofMillis(250))),
                reader().file(file).read());
    }

    @Test
    void aFlagWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
        Path file = toml("port = 1\nloud = true\ncolour = \"dark-blue\"");
        House house =
                reader().set("door.port=3")
                        .environment(Map.of("MILLRACE_PORT", "2", "MILLRACE_COLOUR", "red"))
                        .file(file)
                        .read();
        assertEquals(3, house.door().port());
        assertEquals(Colour.RED, house.colour());
        assertEquals(true, house.loud());
    }

    @Test
    void aVariableIsNamedAfterItsSetting() throws Exception {
        House house =
                reader().environment(
                                Map.of(
                                        "MILLRACE_DOOR_BODY_BYTES",
                                        "2kB",
                                        "MILLRACE_HOME",
                                        "/srv",
                                        "HOME",
                                        "/home"))
                        .read();
        assertEquals(2_000, house.door().bodyBytes());
    }

    @Test
    void everyProblemIsNamedAtOnceWithWhatMayHaveBeenMeant() throws Exception {
        var reader =
                reader().set("prot=1")
                        .set("colour=dark-bleu")
                        .set("loud")
                        .environment(Map.of("MILLRACE_DOOR_PATIENSE", "1s"))
                        .file(toml("[door]\nbody_bytes = 3\ndata = [1]"));
        ConfigException refusal = assertThrows(ConfigException.class, reader::read);
        assertEquals(
                List.of(
                        "--set prot=1: no such setting; did you mean port?",
                        "--set loud: expected key=value",
                        "MILLRACE_DOOR_PATIENSE: no such setting; did you mean"
                                + " MILLRACE_DOOR_PATIENCE?",
                        folder.resolve("house.toml")
                                + ": door.body_bytes: no such setting; did you mean"
                                + " door.body-bytes?",
                        folder.resolve("house.toml") + ": door.data: a list is no value",
                        "--set colour=dark-bleu: expected one of red, dark-blue; did you mean"
                                + " dark-blue?"),
                refusal.problems());
    }

    @Test
    void twoFlagsThatContradictEachOtherAreRefused() {
        assertEquals(
                "--set door.port=2: contradicts --port 1",
                refusal(reader().set("port", "1", "--port 1").set("door.port=2")));
    }

    @Test
    void aValueThatItsRoomRefusesIsNamedAsItWasWritten() throws Exception {
        String refusal = "door: port must be at most 65535";
        assertEquals("--set port=70000: " + refusal, refusal(reader().set("port=70000")));
        assertEquals(
                "MILLRACE_PORT=70000: " + refusal,
                refusal(
                        reader().environment(Map.of("MILLRACE_PORT", "70000"))
                                .file(toml("port = 80000\n[door]\nbody-bytes = 3"))));
    }

    @Test
    void valuesThatTheirRoomRefusesOnlyTogetherAreNamedWithTheRoom() {
        assertEquals(
                "door: a small port has no patience",
                refusal(reader().set("port=1").set("door.patience=10m")));
    }

    @Test
    void aFileThatIsNoTomlIsRefusedByName() throws Exception {
        String refusal = refusal(reader().file(toml("port = = 1")));
        assertEquals(true, refusal.startsWith(folder.resolve("house.toml") + ": not TOML"));
        assertEquals(
                true,
                refusal(reader().file(folder.resolve("absent.toml")))
                        .startsWith(folder.resolve("absent.toml") + ": cannot be read"));
    }

    @ParameterizedTest
    @CsvSource({
        "door.port, 12x, expected a whole number",
        "door.port, 99999999999, at most 2147483647",
        "door.port, 99999999999999999999, too large",
        "door.port, -1, expected a whole number",
        "door.body-bytes, 3 parsecs, expected a size such as 64MiB",
        "door.body-bytes, 99999999999GiB, too large",
        "door.patience, 5, expected a duration such as 500ms",
        "door.patience, 5MiB, expected a duration such as 500ms",
        "loud, yes, expected true or false",
    })
    void aValueThatIsNoneIsRefused(String key, String value, String expected) {
        String refusal = refusal(reader().set(key + "=" + value));
        assertEquals(
                "--set " + key + "=" + value + ": " + expected,
                refusal.replaceAll(" \\(units.*", ""));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1B", "1500, 1500B", "2048, 2KiB", "67108864, 64MiB"})
    void sizesArePrintedAsTheyAreRead(long value, String text) {
        assertEquals(text, Notation.print(true, value));
        assertEquals(value, Notation.parse(long.class, true, text));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT0.25S, 250ms", "PT90S, 90s", "PT10M, 10m", "PT24H, 24h"})
    void durationsArePrintedAsTheyAreRead(Duration value, String text) {
        assertEquals(text, Notation.print(false, value));
        assertEquals(value, Notation.parse(Duration.class, false, text));
    }
}
