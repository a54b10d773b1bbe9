package dev.millrace.server;

import dev.millrace.dynamodb.DynamoDbApi;
import dev.millrace.gateway.Gateway;
import dev.millrace.gateway.GatewayConfig;
import dev.millrace.gateway.Service;
import dev.millrace.http.HttpConfig;
import dev.millrace.http.HttpServer;
import dev.millrace.kinesis.KinesisApi;
import dev.millrace.log.FileLog;
import dev.millrace.log.FolderDisk;
import dev.millrace.model.Operation;
import dev.millrace.model.dynamodb.DynamoDB;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Disk;
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
import java.util.TreeSet;

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
    private final @Nullable BackupSocket backups;
    private boolean closed; // guarded by this

    private Millrace(
            MillraceConfig config,
            FileLog log,
            DutyThread conductor,
            HttpServer http,
            @Nullable BackupSocket backups) {
        this.config = config;
        this.log = log;
        this.conductor = conductor;
        this.http = http;
        this.backups = backups;
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
        Path data = config.data().toAbsolutePath().normalize();
        try {
            return start(config, clock, new FolderDisk(data));
        } catch (IOException e) {
            throw new StartException("data folder " + data + ": " + e.getMessage(), e);
        }
    }

    /// Recovers what a disk holds, then serves it at another time than the machine's: for tests.
    ///
    /// @param disk in place of the folder `data`, in which a self-made certificate is kept all the
    ///     same
    /// @throws StartException if the disk's contents or the port cannot be had; nothing is left
    ///     running
    /// @throws InterruptedException if the caller leaves; nothing is left running
    public static Millrace start(MillraceConfig asked, Clock clock, Disk disk)
            throws StartException, InterruptedException {
        long startNs = System.nanoTime();
        MillraceConfig config = Descriptors.ofProcess().within(asked);
        var ledgers = new Ledgers();
        Catalog catalog = ledgers.catalog();
        FileLog log = openLog(config, clock, disk, ledgers);
        DutyThread conductor = null;
        try {
            KinesisApi kinesis = openKinesis(config, clock, log, ledgers);
            var dynamodb = DynamoDbApi.open(log, ledgers.tables(), clock, config.dynamodb());
            conductor =
                    DutyThread.start(
                            "millrace-conductor",
                            clock,
                            LOOK,
                            nowNs -> kinesis.doWork(nowNs) + dynamodb.doWork(nowNs));
            createStreams(config, kinesis, catalog);
            var health = new Health();
            Gateway gateway = gateway(config, kinesis, dynamodb, catalog, health);
            HttpServer http = listen(config, gateway);
            BackupSocket backups =
                    disk instanceof FolderDisk folder
                            ? BackupSocket.open(folder.root(), log::pin)
                            : null;
            var millrace = new Millrace(config, log, conductor, http, backups);
            health.follow(millrace::state);
            long tookMs = (System.nanoTime() - startNs) / 1_000_000;
            LOG.log(
                    Level.INFO,
                    "started in %d ms: %d streams, port %d"
                            .formatted(tookMs, catalog.streams().size(), millrace.port()));
            LOG.log(Level.INFO, defaults(config.gateway()));
            return millrace;
        } catch (StartException | InterruptedException | RuntimeException | Error e) {
            if (conductor != null) conductor.close();
            log.close();
            throw e;
        }
    }

    /// What is assumed of a caller: the first question when a stream is not found.
    private static String defaults(GatewayConfig gateway) {
        return "the region is that of a request's signature, else %s;".formatted(gateway.region())
                + " the account its access key where that is twelve digits, else %s;"
                        .formatted(gateway.account())
                + " each has streams of its own";
    }

    private static FileLog openLog(MillraceConfig config, Clock clock, Disk disk, Ledgers ledgers)
            throws StartException {
        try {
            return FileLog.open(disk, clock, config.log(), ledgers.machines());
        } catch (StorageException e) {
            Path data = config.data().toAbsolutePath().normalize();
            throw new StartException("data folder " + data + ": " + e.getMessage(), e);
        }
    }

    private static KinesisApi openKinesis(
            MillraceConfig config, Clock clock, FileLog log, Ledgers ledgers)
            throws StartException, InterruptedException {
        try {
            return KinesisApi.open(
                    log,
                    ledgers.catalog(),
                    ledgers.peaks(),
                    clock,
                    new SecureRandom(),
                    config.kinesis());
        } catch (StorageException e) {
            throw new StartException(
                    "data folder %s: cannot be written: %s"
                            .formatted(config.data(), e.getMessage()),
                    e);
        }
    }

    private static void createStreams(MillraceConfig config, KinesisApi kinesis, Catalog catalog)
            throws StartException, InterruptedException {
        var streams =
                new FirstStreams(
                        config.streams(),
                        kinesis.ownOperations(),
                        catalog,
                        config.gateway().account(),
                        config.gateway().region());
        try {
            streams.create();
        } catch (FirstStreams.RefusedException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Gateway gateway(
            MillraceConfig config,
            KinesisApi kinesis,
            DynamoDbApi dynamodb,
            Catalog catalog,
            Health health)
            throws StartException {
        FaultPlan faults = null;
        List<Operation<?, ?>> operations = kinesis.operations();
        if (config.faults().on()) {
            var requested = new RequestedStream(kinesis, catalog);
            faults = faults(config.faults(), operations, requested);
            operations = ThrottledPutRecords.among(operations, faults, requested);
            LOG.log(Level.WARNING, "FAULTS ARE INJECTED, as faults.rules says: {0}", faults);
        }
        return new Gateway(
                config.gateway(),
                List.of(
                        new Service(
                                "kinesis",
                                "Kinesis_20131202",
                                List.of(AwsJson.V1_1, AwsCbor.V1_1),
                                operations),
                        new Service(
                                DynamoDB.SIGNING_NAME,
                                DynamoDB.TARGET_PREFIX,
                                List.of(AwsJson.DYNAMODB),
                                dynamodb.operations())),
                health.paths(),
                faults);
    }

    private static FaultPlan faults(
            FaultsConfig config, List<Operation<?, ?>> operations, RequestedStream requested)
            throws StartException {
        var names = new TreeSet<String>();
        for (Operation<?, ?> operation : operations) names.add(operation.type().name());
        try {
            return new FaultPlan(config, names, requested::name);
        } catch (IllegalArgumentException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
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

    /// Returns once everything that is due by now has been done, such as ending the creation of a
    /// stream: for those who have just moved the clock.
    public void catchUp() throws InterruptedException {
        conductor.awaitRound();
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
        if (backups != null) backups.close();
        log.close();
        LOG.log(Level.INFO, "stopped");
    }
}
