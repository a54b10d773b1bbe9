package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// `millrace verify` on folders of stopped servers.
class VerifyCommandTest {
    @TempDir Path folder;

    private static Shell.Result verify(Path data) throws Exception {
        try (Shell shell = Shell.open(1, "us-east-1")) {
            return shell.run(Shell.millrace("verify", data.toString()).toArray(String[]::new));
        }
    }

    private Path filled() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data);
                KinesisClient kinesis = Sdk.sync(server.port(), "us-east-1")) {
            kinesis.createStream(request -> request.streamName("s").shardCount(2));
            for (int i = 0; i < 10; i++)
                kinesis.putRecord(
                        request ->
                                request.streamName("s")
                                        .partitionKey("k")
                                        .data(SdkBytes.fromByteArray(new byte[1_000])));
            assertEquals(1, verify(data).code());
            server.kill();
        }
        return data;
    }

    @Test
    void aFolderSaysWhatItHolds() throws Exception {
        Shell.Result result = verify(filled()).succeeded();
        assertTrue(result.out().contains("stream 0: 2 shards, 10 records"), result.out());
        assertTrue(result.out().endsWith("no problems\n"), result.out());
    }

    @Test
    void aFolderThatIsNoneIsRefused() throws Exception {
        Shell.Result absent = verify(folder.resolve("absent"));
        assertEquals(1, absent.code());
        assertTrue(absent.err().contains("absent is no folder"), absent.err());
        assertTrue(!Files.exists(folder.resolve("absent")));
        assertEquals(1, verify(folder).code());
    }

    @Test
    void aDamagedRecordIsFoundAndTheServerRefusesToStart() throws Exception {
        Path data = filled();
        Path journal;
        try (Stream<Path> files = Files.list(data.resolve("wal"))) {
            journal = files.sorted().findFirst().orElseThrow();
        }
        // A commit group begins at every multiple of 4096; this is the data of one in the middle.
        try (var file = new RandomAccessFile(journal.toFile(), "rw")) {
            file.seek(5 * 4_096 + 500);
            int old = file.read();
            file.seek(5 * 4_096 + 500);
            file.write(old ^ 1);
        }
        Shell.Result result = verify(data);
        assertEquals(1, result.code(), result.out() + result.err());
        try (Shell shell = Shell.open(1, "us-east-1")) {
            Shell.Result serve =
                    shell.run(
                            Shell.millrace("serve", "--port", "0", "--data", data.toString())
                                    .toArray(String[]::new));
            assertEquals(1, serve.code(), serve.out() + serve.err());
            assertTrue(serve.err().contains(data.toString()), serve.err());
        }
    }
}
