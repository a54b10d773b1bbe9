package dev.millrace.server;

import dev.millrace.gateway.Gateway;
import dev.millrace.gateway.Service;
import dev.millrace.http.HttpConfig;
import dev.millrace.http.HttpServer;
import dev.millrace.kinesis.KinesisApi;
import dev.millrace.log.FileLog;
import dev.millrace.log.FolderDisk;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.StorageException;
import dev.millrace.wire.AwsCbor;
import dev.millrace.wire.AwsJson;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A running server. Several may run in one JVM, each on its own folder and port.
///
/// ```java
/// try (Millrace millrace = Millrace.start(MillraceConfig.DEFAULT.withPort(0))) {
///     System.out.println("http://127.0.0.1:" + millrace.port());
/// }
/// ```
public final class Millrace implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Millrace.class.getName());

    /// How often it is looked for what is due.
    private static final Duration LOOK = Duration.ofMillis(10);

    private final MillraceConfig config;
    private final FileLog log;
    private final DutyThread conductor;
    private final HttpServer http;
    private boolean closed; // guarded by this

    private Millrace(MillraceConfig config, FileLog log, DutyThread conductor, HttpServer http) {
        this.config = config;
        this.log = log;
        this.conductor = conductor;
        this.http = http;
    }

    /// Recovers what the data folder holds, then serves it. When this returns, the port answers.
    ///
    /// @throws StartException if the folder or the port cannot be had; nothing is left running
    /// @throws InterruptedException if the caller leaves; nothing is left running
    public static Millrace start(MillraceConfig config)
            throws StartException, InterruptedException {
        return start(config, Clock.SYSTEM);
    }

    static Millrace start(MillraceConfig config, Clock clock)
            throws StartException, InterruptedException {
        long startNs = System.nanoTime();
        var catalog = new Catalog();
        FileLog log = openLog(config, clock, catalog);
        DutyThread conductor = null;
        try {
            KinesisApi kinesis = openKinesis(config, clock, log, catalog);
            conductor = DutyThread.start("millrace-conductor", clock, LOOK, kinesis::doWork);
            var health = new Health();
            var gateway =
                    new Gateway(
                            config.gateway(),
                            List.of(
                                    new Service(
                                            "kinesis",
                                            "Kinesis_20131202",
                                            List.of(AwsJson.V1_1, AwsCbor.V1_1),
                                            kinesis.operations())),
                            health.paths());
            var millrace = new Millrace(config, log, conductor, listen(config, gateway));
            health.follow(millrace::state);
            long tookMs = (System.nanoTime() - startNs) / 1_000_000;
            LOG.log(
                    Level.INFO,
                    "started in %d ms: %d streams, port %d"
                            .formatted(tookMs, catalog.streams().size(), millrace.port()));
            return millrace;
        } catch (StartException | InterruptedException | RuntimeException | Error e) {
            if (conductor != null) conductor.close();
            log.close();
            throw e;
        }
    }

    private static FileLog openLog(MillraceConfig config, Clock clock, Catalog catalog)
            throws StartException {
        Path data = config.data().toAbsolutePath().normalize();
        try {
            return FileLog.open(
                    new FolderDisk(data), clock, config.log(), Map.of(Catalog.LEDGER, catalog));
        } catch (StorageException | IOException e) {
            throw new StartException("data folder " + data + ": " + e.getMessage(), e);
        }
    }

    private static KinesisApi openKinesis(
            MillraceConfig config, Clock clock, FileLog log, Catalog catalog)
            throws StartException, InterruptedException {
        try {
            return KinesisApi.open(log, catalog, clock, new SecureRandom(), config.kinesis());
        } catch (StorageException e) {
            throw new StartException(
                    "data folder %s: cannot be written: %s"
                            .formatted(config.data(), e.getMessage()),
                    e);
        }
    }

    private static HttpServer listen(MillraceConfig config, Gateway gateway) throws StartException {
        Path tlsFolder = config.data().resolve(config.http().tlsFolder());
        HttpConfig http = config.with("http.tls-folder", tlsFolder.toString()).http();
        try {
            return HttpServer.start(http, gateway);
        } catch (IOException e) {
            if (isTaken(e.getCause()))
                throw new StartException(
                        "port %d is taken; --port 0 takes any that is free".formatted(http.port()),
                        e);
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Native transports have an exception of their own for it, which is no [BindException].
    private static boolean isTaken(@Nullable Throwable cause) {
        return cause instanceof BindException
                || (cause != null && String.valueOf(cause.getMessage()).contains("already in use"));
    }

    private synchronized Health.State state() {
        if (closed) return Health.State.STOPPING;
        if (conductor.hasFailed()) return Health.State.FAULTY;
        return log.writable() ? Health.State.READY : Health.State.READ_ONLY;
    }

    /// The port that answers, on the loopback addresses.
    public int port() {
        return http.port();
    }

    /// Takes no more requests, waits for those it has begun, makes everything durable, and stops.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) return;
            closed = true;
        }
        http.drain(config.drainTimeout());
        http.close();
        conductor.close();
        log.close();
        LOG.log(Level.INFO, "stopped");
    }
}
