package dev.millrace.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Other servers that do what Millrace does, or much of it. What is needed to run one is fetched
/// into a folder under `target/` when it is first measured; nothing is installed elsewhere.
final class Peers {
    private static final String KINESALITE = "kinesalite@3.3.3";
    private static final String KINESIS_MOCK = "kinesis-local@0.6.2";
    private static final String MOTO = "moto[server]==5.2.1";

    /// As many shards as any row asks for.
    private static final String SHARDS = "1000";

    private static final String FOLDER = "benchmarks/target/peers";

    /// A peer cannot be had on this machine.
    static final class MissingException extends Exception {
        private final String reason;

        MissingException(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    private Peers() {}

    static ServerProcess kinesalite(Options options) throws Exception {
        Path script = npm(options, KINESALITE).resolve("kinesalite/cli.js");
        int port = ServerProcess.freePort();
        return ServerProcess.start(
                options.folder(),
                folder ->
                        new ServerProcess.Launch(
                                List.of(
                                        "node",
                                        script.toString(),
                                        "--port",
                                        Integer.toString(port),
                                        "--shardLimit",
                                        SHARDS,
                                        "--createStreamMs",
                                        "0"),
                                folder,
                                Map.of(),
                                port,
                                Peers::answersHttp));
    }

    static ServerProcess kinesisMock(Options options) throws Exception {
        Path home = npm(options, KINESIS_MOCK).resolve("kinesis-local");
        int port = ServerProcess.freePort();
        return ServerProcess.start(
                options.folder(),
                folder ->
                        new ServerProcess.Launch(
                                List.of("node", "main.js"),
                                home, // its certificate lies there
                                Map.of(
                                        "KINESIS_MOCK_PLAIN_PORT",
                                        Integer.toString(port),
                                        "KINESIS_MOCK_TLS_PORT",
                                        Integer.toString(ServerProcess.freePort()),
                                        "SHARD_LIMIT",
                                        SHARDS,
                                        "CREATE_STREAM_DURATION",
                                        "0ms",
                                        "LOG_LEVEL",
                                        "ERROR"),
                                port,
                                Peers::answersHttp));
    }

    static ServerProcess moto(Options options) throws Exception {
        String python = python(options);
        int port = ServerProcess.freePort();
        return ServerProcess.start(
                options.folder(),
                folder ->
                        new ServerProcess.Launch(
                                List.of(python, "-m", "moto.server", "-p", Integer.toString(port)),
                                folder,
                                Map.of(),
                                port,
                                Peers::answersHttp));
    }

    /// A broker and its controller in one process, as Kafka's own quick start has it.
    static ServerProcess kafka(Options options) throws Exception {
        Path jars = options.project().resolve(FOLDER).resolve("kafka");
        if (!Files.exists(jars)) {
            say("fetching Apache Kafka");
            run(
                    options.project(),
                    "./mvnw",
                    "-q",
                    "-Pkafka",
                    "-pl",
                    "benchmarks/kafka",
                    "dependency:copy-dependencies",
                    "-DincludeScope=runtime",
                    "-DoutputDirectory=" + jars);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String path = jars + File.separator + "*";
        int port = ServerProcess.freePort();
        int controller = ServerProcess.freePort();
        return ServerProcess.start(
                options.folder(),
                folder -> {
                    Path settings = folder.resolve("server.properties");
                    Files.writeString(
                            settings,
                            """
                            process.roles=broker,controller
                            node.id=1
                            controller.quorum.bootstrap.servers=localhost:%2$d
                            listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
                            advertised.listeners=PLAINTEXT://localhost:%1$d
                            controller.listener.names=CONTROLLER
                            log.dirs=%3$s
                            offsets.topic.replication.factor=1
                            """
                                    .formatted(port, controller, folder.resolve("data")));
                    run(
                            folder,
                            java,
                            "-cp",
                            path,
                            "kafka.tools.StorageTool",
                            "format",
                            "--standalone",
                            "-t",
                            "bWlsbHJhY2UtYmVuY2htYQ",
                            "-c",
                            settings.toString());
                    return new ServerProcess.Launch(
                            List.of(
                                    java,
                                    "-Xms1g",
                                    "-Xmx1g",
                                    "-XX:+UseG1GC",
                                    "-cp",
                                    path,
                                    "kafka.Kafka",
                                    settings.toString()),
                            folder,
                            Map.of(),
                            port,
                            KafkaWire::answers);
                });
    }

    static ServerProcess redis(Options options) throws Exception {
        if (!runs("redis-server", "--version"))
            throw new MissingException("there is no redis-server: apt install redis-server");
        int port = ServerProcess.freePort();
        return ServerProcess.start(
                options.folder(),
                folder ->
                        new ServerProcess.Launch(
                                List.of(
                                        "redis-server",
                                        "--port",
                                        Integer.toString(port),
                                        "--bind",
                                        "127.0.0.1",
                                        "--dir",
                                        folder.toString(),
                                        "--appendonly",
                                        "yes",
                                        "--appendfsync",
                                        "always",
                                        "--save",
                                        ""),
                                folder,
                                Map.of(),
                                port,
                                RedisWire::answers));
    }

    private static boolean answersHttp(int port) throws IOException {
        try (var connection = new Connection(port)) {
            return connection.get("/") > 0;
        }
    }

    /// @return the folder of packages
    private static Path npm(Options options, String name)
            throws IOException, InterruptedException, MissingException {
        Path folder = options.project().resolve(FOLDER).resolve("npm");
        Path packages = folder.resolve("node_modules");
        if (Files.exists(packages.resolve(name.replaceFirst("@.*", "")))) return packages;
        if (!runs("npm", "--version")) throw new MissingException("there is no npm: install Node");
        say("fetching " + name);
        Files.createDirectories(folder);
        run(folder, "npm", "install", "--no-audit", "--no-fund", "--prefix", ".", name);
        return packages;
    }

    /// A Python that has moto: the machine's own, or one of ours.
    private static String python(Options options)
            throws IOException, InterruptedException, MissingException {
        if (runs("python3", "-c", "import moto.server")) return "python3";
        Path folder = options.project().resolve(FOLDER).resolve("moto");
        String python = folder.resolve("bin/python").toString();
        if (runs(python, "-c", "import moto.server")) return python;
        if (!runs("python3", "--version")) throw new MissingException("there is no python3");
        say("fetching " + MOTO);
        Files.createDirectories(folder);
        run(folder, "python3", "-m", "venv", ".");
        run(folder, python, "-m", "pip", "install", "-q", MOTO);
        return python;
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static void run(Path folder, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("benchmark-", ".log");
        try {
            int code =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start()
                            .waitFor();
            if (code != 0)
                throw new IOException(
                        String.join(" ", command) + " failed:\n" + Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    private static void say(String text) {
        System.err.println(text + " (once)");
    }
}
