package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

class CertificateFolderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir private Path temporary;

    private CertificateFolder folder = new CertificateFolder(Path.of(""));

    @BeforeEach
    void notThereYet() {
        folder = new CertificateFolder(temporary.resolve("a/tls"));
    }

    private CertificateFolder.Made issue(Instant now) throws IOException {
        return folder.issue(HostNames.LOOPBACK, YEAR, true, now);
    }

    @Test
    void itsKeysAreTheirOwnersAlone() throws Exception {
        issue(NOW);
        var secret = new TreeSet<String>();
        try (var files = Files.list(folder.folder())) {
            for (Path file : files.toList())
                if (PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        .equals("rw-------")) secret.add(file.getFileName().toString());
                else
                    assertEquals(
                            PosixFilePermissions.fromString("rw-r--r--"),
                            Files.getPosixFilePermissions(file));
        }
        assertEquals(Set.of("ca-key.pem", "key.pem"), secret);
    }

    @Test
    void theAuthorityStaysAndTheCertificateIsAnother() throws Exception {
        CertificateFolder.Made first = issue(NOW);
        assertTrue(first.newAuthority());
        assertEquals(NOW.plus(YEAR), first.end());
        byte[] authority = Files.readAllBytes(folder.authority());
        byte[] certificate = Files.readAllBytes(folder.certificate());
        CertificateFolder.Made second =
                folder.issue(HostNames.LOOPBACK.and("a"), YEAR, true, NOW.plusSeconds(1));
        assertFalse(second.newAuthority());
        assertEquals(first.authorityEnd(), second.authorityEnd());
        assertArrayEquals(authority, Files.readAllBytes(folder.authority()));
        assertFalse(java.util.Arrays.equals(certificate, Files.readAllBytes(folder.certificate())));
        assertEquals(Optional.of(HostNames.LOOPBACK.and("a")), folder.hosts());
    }

    @Test
    void anAuthoritySignsNothingThatOutlivesIt() throws Exception {
        Instant authorityEnd = issue(NOW).authorityEnd();
        Instant late = authorityEnd.minus(Duration.ofDays(31));
        assertEquals(authorityEnd, issue(late).end());
        assertTrue(folder.canIssue(late));
        Instant later = late.plus(Duration.ofDays(2));
        assertFalse(folder.canIssue(later));
        assertTrue(issue(later).newAuthority());
        assertTrue(folder.canIssue(later));
    }

    @Test
    void aKeyThatIsNotKeptIsNowhere() throws Exception {
        issue(NOW);
        Files.delete(folder.authorityKey());
        assertTrue(folder.issue(HostNames.LOOPBACK, YEAR, false, NOW).newAuthority());
        assertFalse(Files.exists(folder.authorityKey()));
        assertFalse(folder.canIssue(NOW));
        assertTrue(folder.holdsAuthority());
    }

    @Test
    void theAuthorityIsWhatJavaTrustsWithoutAPassword() throws Exception {
        issue(NOW);
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(folder.trustStore())) {
            store.load(in, null);
        }
        assertEquals(PemFile.certificate(folder.authority()), store.getCertificate("millrace"));
        assertNull(store.getKey("millrace", null));
    }

    @Test
    void theCertificateIsForNoAuthority() throws Exception {
        issue(NOW);
        X509Certificate own = PemFile.certificate(folder.certificate());
        assertEquals(-1, own.getBasicConstraints());
        assertEquals(0, PemFile.certificate(folder.authority()).getBasicConstraints());
        own.verify(PemFile.certificate(folder.authority()).getPublicKey());
    }

    @Test
    void anothersKeyIsFoundOutAndNothingIsTouched() throws Exception {
        issue(NOW);
        byte[] certificate = Files.readAllBytes(folder.certificate());
        var other = new CertificateFolder(temporary.resolve("other"));
        other.issue(HostNames.LOOPBACK, YEAR, true, NOW);
        Files.copy(
                other.authorityKey(),
                folder.authorityKey(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var refused = assertThrows(IOException.class, () -> issue(NOW));
        assertTrue(String.valueOf(refused.getMessage()).contains("is not the key of"));
        assertArrayEquals(certificate, Files.readAllBytes(folder.certificate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca-key.pem", "ca.pem", "certificate.pem"})
    void filesThatAreSomethingElseAreNamed(String name) throws Exception {
        issue(NOW);
        Path file = Files.writeString(folder.folder().resolve(name), "hello");
        var refused =
                assertThrows(
                        IOException.class,
                        () -> {
                            folder.hosts();
                            issue(NOW);
                        });
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith(file + " is no "),
                refused::toString);
    }
}
