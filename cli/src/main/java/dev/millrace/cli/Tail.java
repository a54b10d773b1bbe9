package dev.millrace.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/// Prints a stream's records as they come.
@Command(
        name = "tail",
        description = {
            "Prints the records of a stream as they come, all shards, one record a line.",
            "",
            "Splits and merges are followed; the records of a shard keep their order.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Tail implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "STREAM", description = "The stream's name.")
    String stream = "";

    @Option(
            names = "--from",
            paramLabel = "POINT",
            converter = StartingPoint.Converter.class,
            description =
                    "latest (the default), trim-horizon for everything kept, or a time such as"
                            + " 2026-11-21T10:00:00Z.")
    StartingPoint from = new StartingPoint.Latest();

    @Option(
            names = "--json",
            description =
                    "Print a JSON object a record: shardId, sequenceNumber, partitionKey,"
                            + " explicitHashKey if it had one that matters, arrival and data, or"
                            + " dataBase64 where the data is not UTF-8.")
    boolean json;

    @Option(names = "--no-follow", description = "Stop once everything there was has been printed.")
    boolean noFollow;

    @Mixin ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws Failure.Refusal, InterruptedException {
        PrintStream out = System.out;
        var reader = OutputReader.watch(Thread.currentThread());
        RecordLine line = json ? new RecordLine.Json() : new RecordLine.Data();
        try (KinesisClient client = service.open()) {
            new StreamFollower(
                            client, stream, from, !noFollow, records -> print(line, records, out))
                    .run();
            return 0;
        } catch (InterruptedException e) {
            if (reader.isGone()) return 0;
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SdkException cause) throw service.explained(cause);
            throw new IllegalStateException(e.getCause());
        } catch (SdkException e) {
            if (reader.isGone()) return 0;
            throw service.explained(e);
        }
    }

    /// Whether whoever reads the lines is still there.
    private static boolean print(RecordLine line, List<StreamRecord> records, PrintStream out) {
        for (StreamRecord record : records) {
            byte[] bytes = line.of(record);
            out.write(bytes, 0, bytes.length);
            out.write('\n');
        }
        return !out.checkError();
    }
}
