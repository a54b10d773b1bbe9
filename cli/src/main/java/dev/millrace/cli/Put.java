package dev.millrace.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/// Sends lines to a stream by PutRecords.
@Command(
        name = "put",
        description = {
            "Sends each line of a file, or of standard input, to a stream as one record.",
            "",
            "What a shard refuses because it is at its limit is sent again until it is taken.",
            "Empty lines are skipped.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Put implements Callable<Integer> {
    /// Most bytes a record may have anywhere.
    private static final int LONGEST_LINE = 10 << 20;

    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "STREAM", description = "The stream's name.")
    String stream = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "-",
            description = "A file of lines; - is standard input (default: ${DEFAULT-VALUE}).")
    String file = "-";

    @ArgGroup KeyOptions key = new KeyOptions();

    static final class KeyOptions {
        @Option(
                names = "--key",
                paramLabel = "KEY",
                description =
                        "The partition key of every record (default: a random one a record, which"
                                + " spreads them over all shards).")
        String fixed = "";

        @Option(
                names = "--key-field",
                paramLabel = "NAME",
                description = "Each line is a JSON object; take the partition key from this field.")
        String field = "";
    }

    @Mixin ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws Failure.Refusal, IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        var progress = new Progress(err, Boolean.getBoolean("millrace.terminal"), System::nanoTime);
        try (KinesisClient client = service.open();
                InputStream in = open()) {
            var sender =
                    new Sender(
                            entries ->
                                    client.putRecords(
                                                    request ->
                                                            request.streamName(stream)
                                                                    .records(entries))
                                            .records(),
                            Thread::sleep,
                            RandomGenerator.getDefault());
            try {
                boolean all = send(new Lines(in, LONGEST_LINE), sender, progress, err);
                progress.finish(sender);
                return all && sender.failed() == 0 ? 0 : 1;
            } catch (SdkException e) {
                if (sender.records() == 0) progress.abandon();
                else progress.finish(sender);
                throw service.explained(e);
            }
        }
    }

    private InputStream open() throws Failure.Refusal {
        if (file.equals("-")) return System.in;
        try {
            return Files.newInputStream(Path.of(file));
        } catch (IOException e) {
            throw new Failure.Refusal(file + ": cannot be read: " + e);
        }
    }

    /// Whether every line could be made a record.
    private boolean send(Lines lines, Sender sender, Progress progress, PrintWriter err)
            throws IOException, InterruptedException {
        PartitionKeys keys = keys();
        boolean all = true;
        while (true) {
            try {
                byte[] line = lines.next();
                if (line == null) break;
                if (line.length > 0)
                    sender.add(
                            PutRecordsRequestEntry.builder()
                                    .data(SdkBytes.fromByteArrayUnsafe(line))
                                    .partitionKey(keys.of(line))
                                    .build());
            } catch (Lines.TooLongException e) {
                all = false;
                err.println(e.getMessage() + ": too many for a record; not sent");
            } catch (PartitionKeys.NoKeyException e) {
                all = false;
                err.println("line " + lines.number() + ": " + e.getMessage() + "; not sent");
            }
            if (!sender.isEmpty() && lines.mayWait()) sender.flush();
            progress.update(sender);
        }
        sender.flush();
        return all;
    }

    private PartitionKeys keys() {
        if (!key.fixed.isEmpty()) return new PartitionKeys.Fixed(key.fixed);
        if (!key.field.isEmpty()) return new PartitionKeys.Field(key.field);
        return new PartitionKeys.Random(RandomGenerator.getDefault());
    }
}
