package dev.millrace.cli;

import dev.millrace.stream.HashKeyRange;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Sends what was exported to a stream.
@Command(
        name = "import",
        description = {
            "Sends the records of an exported file to a stream, with the keys that they had.",
            "",
            "The records of a shard arrive in their order, and get new sequence numbers and times."
                    + " What a shard refuses because it is at its limit is sent again until it is"
                    + " taken. An import that stops says how to go on.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Import implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A file written by export, in either form; - is standard input.")
    String file = "-";

    @Parameters(index = "1", paramLabel = "STREAM", description = "The stream's name.")
    String stream = "";

    @Option(
            names = "--skip",
            paramLabel = "N",
            description = "Leave out the first N records, which an import that stopped has sent.")
    long skip;

    @Option(
            names = "--unordered",
            description =
                    "Send up to 500 records a request: faster, but of a shard at its limit some"
                            + " records arrive after later ones.")
    boolean unordered;

    @Mixin ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws Failure.Refusal, IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        var progress = new Progress(err, Boolean.getBoolean("millrace.terminal"), System::nanoTime);
        try (var in = new CountedInput(open(), size());
                KinesisClient client = service.open()) {
            RecordReader reader = reader(in);
            if (unordered) {
                Sender sender = sender(client);
                return run(
                        reader,
                        record -> sender.add(entry(record)),
                        sender::flush,
                        sender::settled,
                        in.toldBy(sender),
                        progress);
            }
            try (var sender =
                    new OrderedSender(
                            (record, after) -> put(client, record, after),
                            Thread::sleep,
                            RandomGenerator.getDefault(),
                            shards(client))) {
                return run(
                        reader,
                        sender::add,
                        sender::flush,
                        sender::settled,
                        in.toldBy(sender),
                        progress);
            }
        } catch (SdkException e) {
            throw service.explained(e);
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private interface Taker {
        void take(StreamRecord record) throws InterruptedException;
    }

    /// @param settled how many of those taken have certainly arrived, counted from the first
    private int run(
            RecordReader reader,
            Taker taker,
            Step flush,
            LongSupplier settled,
            Tally tally,
            Progress progress)
            throws Failure.Refusal, IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        // Ctrl-C ends the process; this is the last that is seen of it.
        var farewell = new Thread(() -> sayHowToGoOn(err, settled.getAsLong(), tally));
        Runtime.getRuntime().addShutdownHook(farewell);
        boolean whole = false;
        try {
            for (long left = skip; left > 0; left--)
                if (reader.next() == null)
                    throw new Failure.Refusal(
                            file + " has only " + (skip - left) + " records; none was sent");
            for (StreamRecord record; (record = reader.next()) != null; progress.update(tally))
                taker.take(record);
            flush.run();
            whole = true;
            return tally.failed() == 0 ? 0 : 1;
        } catch (BadExportException e) {
            flush.run(); // what came before it was good
            throw new Failure.Refusal(file + ": " + e.getMessage());
        } finally {
            if (isRemoved(farewell)) {
                if (whole || tally.records() > 0) progress.finish(tally);
                else progress.abandon();
                if (!whole) sayHowToGoOn(err, settled.getAsLong(), tally);
            }
        }
    }

    private static boolean isRemoved(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    private void sayHowToGoOn(PrintWriter err, long settled, Tally tally) {
        if (tally.records() == 0) return;
        err.print("Stopped: the first " + (skip + settled) + " records of the file were sent.");
        long beyond = tally.records() + tally.failed() - settled;
        if (beyond > 0) err.print(" So were " + beyond + " after those, which will come twice.");
        err.println(" To go on: --skip " + (skip + settled));
        err.flush();
    }

    private Sender sender(KinesisClient client) {
        return new Sender(
                entries ->
                        client.putRecords(request -> request.streamName(stream).records(entries))
                                .records(),
                Thread::sleep,
                RandomGenerator.getDefault());
    }

    private String put(KinesisClient client, StreamRecord record, @Nullable String after) {
        return client.putRecord(
                        request ->
                                request.streamName(stream)
                                        .partitionKey(record.partitionKey())
                                        .explicitHashKey(record.explicitHashKey())
                                        .sequenceNumberForOrdering(after)
                                        .data(record.data()))
                .sequenceNumber();
    }

    private static PutRecordsRequestEntry entry(StreamRecord record) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(record.partitionKey())
                .explicitHashKey(record.explicitHashKey())
                .data(record.data())
                .build();
    }

    private List<HashKeyRange> shards(KinesisClient client) {
        return StreamFollower.shards(client, stream, new StartingPoint.Latest()).stream()
                .map(shard -> StreamFollower.range(shard.hashKeyRange()))
                .toList();
    }

    private RecordReader reader(InputStream in) throws Failure.Refusal, IOException {
        try {
            return ExportFormat.detect(in);
        } catch (BadExportException e) {
            throw new Failure.Refusal(file + ": " + e.getMessage());
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

    private long size() throws IOException {
        return file.equals("-") ? 0 : Files.size(Path.of(file));
    }
}
