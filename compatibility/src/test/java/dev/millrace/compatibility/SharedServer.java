package dev.millrace.compatibility;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Gives tests a [Shell] whose clients speak to one server, started for all tests together on
/// its defaults, but that its port serves TLS too and all operations but ListStreams may be called
/// as fast as tests do. Every class gets a region of its own, which is a name space of its own.
final class SharedServer implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedServer.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Shell.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
        String region = region(context.getRequiredTestClass().getSimpleName());
        String[] flags =
                parameter.isAnnotated(OverTls.class)
                        ? new String[] {"--tls", "--data", running.data.toString()}
                        : new String[0];
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        List.of(region, List.of(flags)),
                        key -> Shell.open(running.millrace.port(), region, flags),
                        Shell.class);
    }

    private static String region(String test) {
        return "test-" + test.replaceAll("Test$", "").toLowerCase(java.util.Locale.ROOT) + "-1";
    }

    private record Running(Millrace millrace, Path data) implements AutoCloseable {
        static Running start() {
            try {
                Path data = Files.createTempDirectory("millrace-compatibility");
                var config = MillraceConfig.DEFAULT.withPort(0).withData(data);
                return new Running(
                        Millrace.start(
                                config.with("http.tls", "self-made")
                                        .with("kinesis.call-rates", "*=off, ListStreams=5")),
                        data);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            millrace.close();
            delete(data);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
