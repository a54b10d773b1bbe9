package dev.millrace.http;

import java.nio.file.Path;
import java.time.Duration;

/// Configurations for tests, as changes to one that is close to the default.
final class TestConfig {
    int port = 0;
    int connections = 1_000;
    int bodyBytes = 16 << 20;
    long bytesInFlight = 256L << 20;
    int pipelinedRequests = 32;
    Duration timeout = Duration.ofSeconds(60);
    boolean plaintext = true;
    Tls tls = Tls.OFF;
    Path tlsFolder = Path.of("unused");
    Path tlsCertificate = Path.of("");
    Path tlsKey = Path.of("");

    static HttpConfig onAnyPort() {
        return new TestConfig().build();
    }

    HttpConfig build() {
        return new HttpConfig(
                port,
                2,
                connections,
                HttpConfig.DEFAULT.headerBytes(),
                HttpConfig.DEFAULT.headers(),
                bodyBytes,
                bytesInFlight,
                pipelinedRequests,
                HttpConfig.DEFAULT.streams(),
                timeout,
                timeout,
                timeout,
                HttpConfig.DEFAULT.bodyBytesPerSecond(),
                timeout,
                timeout,
                plaintext,
                tls,
                tlsFolder,
                tlsCertificate,
                tlsKey);
    }
}
