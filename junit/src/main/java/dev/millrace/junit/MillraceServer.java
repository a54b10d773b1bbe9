package dev.millrace.junit;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;
import dev.millrace.server.StartException;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// A server for tests: it starts empty, keeps what it is given in memory, and goes by a clock that
/// can be advanced. Usable without JUnit too. Any thread.
///
/// ```java
/// try (MillraceServer server = MillraceServer.start("limits=off")) {
///     URI endpoint = server.endpoint();
/// }
/// ```
public final class MillraceServer implements AutoCloseable {
    /// Little memory a server, and no waiting for what a test has left unfinished. A journal grows
    /// as it is needed.
    private static final MillraceConfig DEFAULT =
            MillraceConfig.DEFAULT
                    .withPort(0)
                    .with("drain-timeout", "0")
                    .with("log.journal-reserve-bytes", "64KiB")
                    .with("log.journal-file-min-bytes", "256KiB")
                    .with("log.group-bytes", "1MiB")
                    .with("log.checkpoint-threads", "1");

    private final MillraceConfig config;
    private final MillraceClock clock;
    private final Millrace millrace;
    private final Map<Class<?>, AutoCloseable> clients = new HashMap<>(); // guarded by this

    private MillraceServer(MillraceConfig config, MillraceClock clock, Millrace millrace) {
        this.config = config;
        this.clock = clock;
        this.millrace = millrace;
    }

    /// Starts one, on any free port.
    ///
    /// @param settings as `millrace serve --set` takes them: `limits=off`
    /// @throws IllegalArgumentException if one of them is no setting, or is refused
    public static MillraceServer start(String... settings) throws InterruptedException {
        MillraceConfig config = DEFAULT;
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 0)
                throw new IllegalArgumentException(
                        setting + ": expected a setting such as limits=off");
            config =
                    config.with(
                            setting.substring(0, equals).strip(),
                            setting.substring(equals + 1).strip());
        }
        var clock = new MillraceClock();
        try {
            Millrace millrace = Millrace.start(config, clock.clock(), new MemoryDisk());
            clock.followedBy(millrace::catchUp);
            return new MillraceServer(config, clock, millrace);
        } catch (StartException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// Where it answers, such as `http://127.0.0.1:40123`.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + millrace.port());
    }

    /// The region to sign requests for; any other is a name space of its own.
    public String region() {
        return config.gateway().region();
    }

    /// The account that owns the streams, twelve digits.
    public String account() {
        return config.gateway().account();
    }

    /// Any will do, as long as requests are signed.
    public String accessKeyId() {
        return "test";
    }

    /// Any will do, as long as requests are signed.
    public String secretAccessKey() {
        return "test";
    }

    /// The time that it goes by.
    public MillraceClock clock() {
        return clock;
    }

    /// The one client of this type, closed along with the server.
    synchronized AutoCloseable client(Class<?> type) {
        return clients.computeIfAbsent(type, it -> AwsClients.of(it, this));
    }

    @Override
    public synchronized void close() {
        try {
            for (AutoCloseable client : clients.values()) client.close();
        } catch (Exception e) {
            throw new IllegalStateException("a client could not be closed", e);
        } finally {
            clients.clear();
            millrace.close();
        }
    }
}
