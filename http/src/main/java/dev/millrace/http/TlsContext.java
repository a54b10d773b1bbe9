package dev.millrace.http;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// TLS as a configuration asks for it.
final class TlsContext {
    private TlsContext() {}

    /// Loads, or makes, the certificate; null where there is no TLS.
    static @Nullable SslContext of(HttpConfig config, Instant now) throws IOException {
        return switch (config.tls()) {
            case OFF -> null;
            case SELF_MADE -> {
                var made = SelfMadeCertificate.in(config.tlsFolder(), now);
                yield load(made.certificate(), made.key());
            }
            case PEM -> load(config.tlsCertificate(), config.tlsKey());
        };
    }

    private static SslContext load(Path certificate, Path key) throws IOException {
        for (Path file : new Path[] {certificate, key})
            if (!Files.isReadable(file)) throw new IOException("cannot read " + file);
        try {
            return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    // What a client then speaks is read from its bytes.
                    .applicationProtocolConfig(
                            new ApplicationProtocolConfig(
                                    Protocol.ALPN,
                                    SelectorFailureBehavior.NO_ADVERTISE,
                                    SelectedListenerFailureBehavior.ACCEPT,
                                    ApplicationProtocolNames.HTTP_2,
                                    ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (IllegalArgumentException unfit) {
            throw new IOException(
                    "%s and %s are no certificate and its key: %s"
                            .formatted(certificate, key, unfit.getMessage()),
                    unfit);
        }
    }
}
