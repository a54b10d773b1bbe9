package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.http.CertificateFolder;
import dev.millrace.http.HostNames;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/// What `cert` says, and what it refuses. Real clients trust what it made in `compatibility`.
class CertCommandTest {
    @TempDir Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private CertificateFolder tls = new CertificateFolder(Path.of(""));

    @BeforeEach
    void inTheDataFolder() {
        tls = new CertificateFolder(data.resolve("tls"));
    }

    private int run(Object... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(
                Stream.concat(
                                Stream.of("cert", "--data", data.toString()),
                                Stream.of(words).map(String::valueOf))
                        .toArray(String[]::new));
    }

    private void says(String words) {
        assertTrue(out.toString().contains(words), out::toString);
    }

    private void refuses(String words) {
        assertTrue(err.toString().startsWith("millrace: "), err::toString);
        assertTrue(err.toString().contains(words), err::toString);
    }

    @Test
    void itSaysWhatIsWrittenAndWhoIsToldToTrustIt() throws Exception {
        assertEquals(0, run("--host", "millrace.lan", "--host", "10.0.0.7"), err::toString);
        says("A certificate for localhost, 127.0.0.1, ::1, millrace.lan, 10.0.0.7\n");
        says(", by a new authority, until ");
        says("millrace serve --tls --data " + Env.quoted(data.toString()) + "\n");
        String ca = Env.quoted(tls.authority().toString());
        says("export AWS_CA_BUNDLE=" + ca + "\n");
        says("export NODE_EXTRA_CA_CERTS=" + ca + "\n");
        says("-Djavax.net.ssl.trustStore=" + tls.trustStore());
        says("configuration.setCaCertFile(\"" + tls.authority() + "\")");
        try (var files = Files.list(tls.folder())) {
            for (Path file : files.toList()) says("\n  " + file.getFileName() + " ");
        }
    }

    @Test
    void aCertificateIsReplacedOnlyByForceAndItsAuthorityAndNamesStay() throws Exception {
        assertEquals(0, run("--host", "millrace.lan"));
        byte[] authority = Files.readAllBytes(tls.authority());
        assertEquals(1, run());
        refuses("holds a certificate already, for localhost, 127.0.0.1, ::1, millrace.lan, until");
        refuses("--force makes another, by the authority that clients trust already.");
        assertEquals(0, run("--force", "--days", 7));
        says("A certificate for localhost, 127.0.0.1, ::1, millrace.lan\n");
        says("by the authority that clients trust already");
        assertEquals(0, run("--force", "--host", "other"));
        assertEquals(HostNames.LOOPBACK.and("other"), tls.hosts().orElseThrow());
        assertEquals(-1, java.util.Arrays.mismatch(authority, Files.readAllBytes(tls.authority())));
    }

    /// A server's own authority is one whose key nobody has.
    @Test
    void anAuthorityThatCanMakeNoMoreIsReplacedOnlyByForce() throws Exception {
        tls.issue(HostNames.LOOPBACK, Duration.ofDays(90), false, Instant.now());
        byte[] certificate = Files.readAllBytes(tls.certificate());
        assertEquals(1, run());
        refuses("and another authority, which clients have to trust anew.");
        Files.move(tls.certificate(), data.resolve("away"));
        assertEquals(1, run());
        refuses("there is " + tls.key() + " already. --force replaces it, and another authority");
        Files.delete(tls.key());
        assertEquals(1, run());
        refuses("holds an authority that can make no certificate: its key is not there");
        assertEquals(0, run("--force"));
        says("by ANOTHER authority, to be trusted anew");
        assertTrue(tls.canIssue(Instant.now()));
        assertFalse(java.util.Arrays.equals(certificate, Files.readAllBytes(tls.certificate())));
    }

    /// So several servers share one authority.
    @Test
    void anAuthorityThatWasCopiedHereIsUsed() throws Exception {
        var elsewhere = new CertificateFolder(data.resolve("elsewhere"));
        elsewhere.issue(HostNames.LOOPBACK, Duration.ofDays(90), true, Instant.now());
        Files.createDirectory(tls.folder());
        Files.copy(elsewhere.authority(), tls.authority());
        Files.copy(elsewhere.authorityKey(), tls.authorityKey());
        assertEquals(0, run(), err::toString);
        says("by the authority that clients trust already");
    }

    @Test
    void anotherFolderMayBeNamed() {
        Path folder = data.resolve("a folder");
        assertEquals(0, run("--folder", folder), err::toString);
        says("millrace serve --tls --set http.tls-folder='" + folder + "'\n");
        says("JAVA_TOOL_OPTIONS='\"-Djavax.net.ssl.trustStore=" + folder + "/ca.p12\"'\n");
        assertFalse(Files.exists(tls.folder()));
    }

    @ParameterizedTest
    @CsvSource({
        "--host, http://a, http://a is neither a host name nor an IP address",
        "--days, 0, 0: expected 1 to 3650",
        "--days, 3651, 3651: expected 1 to 3650"
    })
    void whatCannotBeMeantIsRefused(String option, String value, String reason) {
        assertEquals(2, run(option, value));
        refuses(option + " " + reason);
        assertFalse(Files.exists(tls.folder()));
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Files.writeString(data.resolve("file"), "");
        assertEquals(1, run("--folder", data.resolve("file/tls")));
        refuses("file");
    }
}
