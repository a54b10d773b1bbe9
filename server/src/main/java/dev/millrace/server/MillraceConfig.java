package dev.millrace.server;

import dev.millrace.dynamodb.DynamoDbConfig;
import dev.millrace.gateway.GatewayConfig;
import dev.millrace.http.HttpConfig;
import dev.millrace.kinesis.KinesisConfig;
import dev.millrace.log.LogConfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Everything that can be set on a server: what concerns the whole of it, then a record a room.
///
/// @param data folder of the data; made if absent
/// @param drainTimeout how long a server that closes waits for the requests it has begun
/// @param streams the streams that are created at start unless they are there
/// @param http the port
/// @param gateway what is assumed of callers
/// @param kinesis how the Kinesis API behaves
/// @param dynamodb how tables behave
/// @param log the storage engine
/// @param faults what goes wrong on purpose
public record MillraceConfig(
        Path data,
        Duration drainTimeout,
        InitialStreams streams,
        HttpConfig http,
        GatewayConfig gateway,
        KinesisConfig kinesis,
        DynamoDbConfig dynamodb,
        LogConfig log,
        FaultsConfig faults) {

    public static final MillraceConfig DEFAULT =
            new MillraceConfig(
                    Path.of("data"),
                    Duration.ofSeconds(10),
                    InitialStreams.NONE,
                    HttpConfig.DEFAULT,
                    GatewayConfig.DEFAULT,
                    KinesisConfig.DEFAULT,
                    DynamoDbConfig.DEFAULT,
                    LogConfig.DEFAULT,
                    FaultsConfig.DEFAULT);

    /// Settings that people reach for first, under the names they would try.
    static final Map<String, String> SHORT_NAMES =
            Map.of(
                    "port", "http.port",
                    "region", "gateway.region",
                    "account", "gateway.account",
                    "limits", "kinesis.limits",
                    "transition-delay", "kinesis.transition-delay");

    /// Variables of the launcher.
    private static final Set<String> LAUNCHER = Set.of("MILLRACE_JAVA_HOME", "MILLRACE_JAVA_OPTS");

    public MillraceConfig {
        if (data.toString().isEmpty()) throw new IllegalArgumentException("data is no folder");
        if (drainTimeout.isNegative())
            throw new IllegalArgumentException("drain-timeout must not be negative");
    }

    /// Reads a configuration from files, variables and flags, on top of the defaults.
    public static ConfigReader<MillraceConfig> reader() {
        return new ConfigReader<>(DEFAULT, SHORT_NAMES, LAUNCHER);
    }

    /// The same, on another port; 0 is any that is free.
    public MillraceConfig withPort(int port) {
        return with("port", Integer.toString(port));
    }

    /// The same, with its data in another folder.
    public MillraceConfig withData(Path data) {
        return with("data", data.toString());
    }

    /// The same but for one setting, written as in a file: `with("limits", "off")`.
    ///
    /// @throws IllegalArgumentException if there is no such setting, or it is no value
    public MillraceConfig with(String key, String value) {
        try {
            return new ConfigReader<>(this, SHORT_NAMES, LAUNCHER)
                    .set(key, value, key + "=" + value)
                    .read();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
