package dev.millrace.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/// Writes what a stream holds to a file.
@Command(
        name = "export",
        description = {
            "Writes the records of a stream to a file, all shards, until every shard has been read"
                    + " to its end.",
            "",
            "The records of a shard keep their order, and those of a child come after its parents'."
                    + " Until everything has been written, the file is called FILE.part.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Export implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "STREAM", description = "The stream's name.")
    String stream = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "The file, which must not exist yet; - is standard output.")
    String file = "-";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "json: a JSON object a line, as of tail --json. binary: smaller, with"
                            + " checksums (default: binary for a FILE that ends in .millrace, else"
                            + " json).")
    @Nullable ExportFormat format;

    @Option(
            names = "--from",
            paramLabel = "POINT",
            converter = StartingPoint.Converter.class,
            description =
                    "trim-horizon for everything kept (the default), latest, or a time such as"
                            + " 2026-11-21T10:00:00Z.")
    StartingPoint from = new StartingPoint.TrimHorizon();

    @Mixin ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws Failure.Refusal, InterruptedException {
        ExportFormat written = format == null ? ExportFormat.of(file) : format;
        if (file.equals("-")) {
            try {
                export(written, System.out);
            } catch (IOException e) {
                throw new Failure.Refusal("standard output: cannot be written: " + e);
            }
            return 0;
        }
        Path whole = Path.of(file);
        if (Files.exists(whole)) throw new Failure.Refusal(file + " exists already");
        Path part = Path.of(file + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                export(written, out);
            }
            Files.move(part, whole);
        } catch (IOException e) {
            throw new Failure.Refusal(part + ": cannot be written: " + e);
        }
        return 0;
    }

    private void export(ExportFormat written, OutputStream to)
            throws Failure.Refusal, IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        var progress = new Progress(err, Boolean.getBoolean("millrace.terminal"), System::nanoTime);
        var count = new Count();
        boolean whole = false;
        try (KinesisClient client = service.open()) {
            RecordWriter writer = written.writer(new BufferedOutputStream(to, 1 << 16));
            new StreamFollower(
                            client,
                            stream,
                            from,
                            false,
                            records -> {
                                write(writer, records);
                                count.add(records);
                                progress.update(count);
                                return isRead(to);
                            })
                    .run();
            writer.finish();
            whole = true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SdkException cause) throw service.explained(cause);
            if (e.getCause() instanceof UncheckedIOException cause) throw cause.getCause();
            throw new IllegalStateException(e.getCause());
        } catch (SdkException e) {
            throw service.explained(e);
        } finally {
            if (whole || count.records() > 0) progress.finish(count);
            else progress.abandon();
        }
    }

    /// Whether whoever reads standard output is still there, as far as a write can tell.
    private static boolean isRead(OutputStream out) {
        return !(out instanceof PrintStream output && output.checkError());
    }

    private static void write(RecordWriter writer, List<StreamRecord> records) {
        try {
            writer.write(records);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What has been written. Changed by one thread at a time, and read by it or after all.
    private static final class Count implements Tally {
        private long records;
        private long bytes;

        void add(List<StreamRecord> more) {
            records += more.size();
            for (StreamRecord record : more) bytes += record.bytes();
        }

        @Override
        public long records() {
            return records;
        }

        @Override
        public long bytes() {
            return bytes;
        }
    }
}
