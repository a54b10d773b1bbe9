package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.SslContextBuilder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

class TlsTest {
    @TempDir private Path folder;

    private final TestConfig config = new TestConfig();
    private @Nullable HttpServer server;

    @BeforeEach
    void makeOurOwn() {
        config.tls = Tls.SELF_MADE;
        config.tlsFolder = folder.resolve("tls");
    }

    @AfterEach
    void stop() {
        if (server != null) server.close();
    }

    private int start() throws IOException {
        HttpServer started = HttpServer.start(config.build(), new FakeEndpoint());
        server = started;
        return started.port();
    }

    /// Trusts what users are told to trust, and nothing else.
    private SSLContext trusting() throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(folder.resolve("tls/ca.pem"))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void whatAlpnAgreesOnIsSpoken() throws Exception {
        int port = start();
        for (Version version : Version.values()) {
            if (version != Version.HTTP_1_1 && version != Version.HTTP_2) continue;
            for (String host : new String[] {"localhost", "127.0.0.1"}) {
                try (var client =
                        HttpClient.newBuilder()
                                .sslContext(trusting())
                                .version(version)
                                .connectTimeout(Duration.ofSeconds(20))
                                .build()) {
                    var answer =
                            client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "https://" + host + ":" + port + "/s"))
                                            .POST(
                                                    HttpRequest.BodyPublishers.ofString(
                                                            "x".repeat(300_000)))
                                            .build(),
                                    BodyHandlers.ofString());
                    assertEquals(version, answer.version());
                    assertTrue(answer.body().startsWith("POST /s 300000 "), answer.body());
                }
            }
        }
    }

    @Test
    void http2IsSpokenWithoutAlpnToo() throws Exception {
        int port = start();
        var withoutAlpn =
                SslContextBuilder.forClient()
                        .trustManager(folder.resolve("tls/ca.pem").toFile())
                        .build();
        try (var client = new Http2Client(port, withoutAlpn)) {
            for (int i = 0; i < 3; i++) {
                var answer = client.call("POST", "/s", "ab");
                assertTrue(answer.body().startsWith("POST /s 2 "), answer.body());
            }
        }
    }

    @Test
    void thePortServesPlainClientsToo() throws Exception {
        int port = start();
        try (var client = new RawClient(port)) {
            assertTrue(client.post("/p", "").read().body().startsWith("POST /p"));
        }
        try (var client = new Http2Client(port, null)) {
            assertTrue(client.call("POST", "/p", "").body().startsWith("POST /p"));
        }
    }

    @Test
    void plainClientsAreToldWhereOnlyTlsIsServed() throws Exception {
        config.plaintext = false;
        int port = start();
        try (var client = new RawClient(port)) {
            var answer = client.post("/p", "").read();
            assertEquals(400, answer.status());
            assertTrue(answer.body().contains("https://"), answer.body());
            assertTrue(client.isClosedByServer());
        }
        try (var client =
                new RawClient(
                        trusting()
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port))) {
            assertTrue(client.post("/p", "").read().body().startsWith("POST /p "));
        }
    }

    @Test
    void tlsToAPlainPortIsClosedAtOnce() throws Exception {
        config.tls = Tls.OFF;
        int port = start();
        try (var client = new RawClient(port)) {
            client.send(new byte[] {0x16, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3});
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void aBrokenHandshakeHarmsNobody() throws Exception {
        int port = start();
        try (var client = new RawClient(port)) {
            client.send(new byte[] {0x16, 3, 1, 0, 5, 99, 98, 97, 96, 95});
            assertTrue(client.isClosedByServer());
        }
        thePortServes(port);
    }

    @Test
    void aCertificateIsMadeOnceAndKept() throws Exception {
        thePortServes(start());
        stop();
        byte[] first = Files.readAllBytes(folder.resolve("tls/certificate.pem"));
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(folder.resolve("tls/key.pem")));
        thePortServes(start());
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("tls/certificate.pem")));
    }

    @Test
    void aCertificateThatEndsSoonIsReplaced() throws Exception {
        Path tls = folder.resolve("tls");
        var now = Instant.parse("2026-01-01T00:00:00Z");
        var made = SelfMadeCertificate.in(tls, now);
        byte[] first = Files.readAllBytes(made.certificate());
        SelfMadeCertificate.in(tls, now.plus(Duration.ofDays(3_600)));
        assertArrayEquals(first, Files.readAllBytes(made.certificate()));
        SelfMadeCertificate.in(tls, now.plus(Duration.ofDays(3_640)));
        assertFalse(java.util.Arrays.equals(first, Files.readAllBytes(made.certificate())));
    }

    /// What a person's authority made, it renews: for the same names, and no client notices.
    @Test
    void aCertificateOfAnAuthorityWhoseKeyIsThereIsRenewedByIt() throws Exception {
        var folder = new CertificateFolder(this.folder.resolve("tls"));
        var now = Instant.parse("2026-01-01T00:00:00Z");
        var hosts = HostNames.LOOPBACK.and("millrace.lan");
        folder.issue(hosts, Duration.ofDays(90), true, now);
        byte[] authority = Files.readAllBytes(folder.authority());
        byte[] first = Files.readAllBytes(folder.certificate());
        SelfMadeCertificate.in(folder.folder(), now.plus(Duration.ofDays(59)));
        assertArrayEquals(first, Files.readAllBytes(folder.certificate()));
        SelfMadeCertificate.in(folder.folder(), now.plus(Duration.ofDays(61)));
        assertArrayEquals(authority, Files.readAllBytes(folder.authority()));
        assertEquals(hosts, folder.hosts().orElseThrow());
        assertEquals(now.plus(Duration.ofDays(61 + 90)), folder.end().orElseThrow());
    }

    @Test
    void theCertificateNamesThisMachine() throws Exception {
        var made = SelfMadeCertificate.in(folder.resolve("tls"), Instant.now());
        try (var in = Files.newInputStream(made.certificate())) {
            var own =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            String names = String.valueOf(own.getSubjectAlternativeNames());
            for (String name : new String[] {"localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"})
                assertTrue(names.contains(name), names);
            assertEquals(-1, own.getBasicConstraints());
        }
    }

    @Test
    void aCertificateOfTheUsersOwnIsServed() throws Exception {
        var made = SelfMadeCertificate.in(folder.resolve("tls"), Instant.now());
        config.tls = Tls.PEM;
        config.tlsCertificate = made.certificate();
        config.tlsKey = made.key();
        thePortServes(start());
    }

    @Test
    void filesThatAreNoneAreNamed() throws Exception {
        config.tls = Tls.PEM;
        config.tlsCertificate = folder.resolve("no.pem");
        config.tlsKey = folder.resolve("no-key.pem");
        var missing = assertThrows(IOException.class, this::start);
        assertTrue(String.valueOf(missing.getMessage()).contains("no.pem"));
        Files.writeString(config.tlsCertificate, "hello");
        Files.writeString(config.tlsKey, "hello");
        var unfit = assertThrows(IOException.class, this::start);
        assertTrue(String.valueOf(unfit.getMessage()).contains("no-key.pem"));
    }

    private void thePortServes(int port) throws Exception {
        try (var client =
                new RawClient(
                        trusting()
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port))) {
            assertEquals(200, client.post("/p", "").read().status());
        }
    }
}
