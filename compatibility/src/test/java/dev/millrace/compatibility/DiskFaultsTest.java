package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

import java.nio.file.Path;

/// Real disks that are full, read-only, or take no more writes, under a real server: what its users
/// see, and that nothing acknowledged is lost.
class DiskFaultsTest {
    private static final String STREAM = "kept";
    private static final int MOST_TRIES = 3_000;

    /// A journal so small that a small disk holds it.
    private static final String[] SMALL = {
        "--set", "limits=off",
        "--set", "log.journal-bytes=8MiB",
        "--set", "log.journal-file-min-bytes=128KiB",
        "--set", "log.journal-reserve-bytes=16KiB",
        "--set", "log.checkpoint-bytes=256KiB",
        "--set", "log.segment-bytes=128KiB"
    };

    private final Acknowledgements acknowledged = new Acknowledgements(STREAM);

    @TempDir Path folder;

    private static KinesisClient client(ServerProcess server) {
        return Sdk.sync(server.port(), "us-east-1");
    }

    private void create(KinesisClient kinesis) {
        kinesis.createStream(request -> request.streamName(STREAM).shardCount(1));
        for (int i = 0; i < 200; i++) acknowledged.put(kinesis, 500);
    }

    /// Writes until that fails.
    private KinesisException putUntilRefused(KinesisClient kinesis) {
        return assertThrows(
                KinesisException.class,
                () -> {
                    for (int i = 0; i < MOST_TRIES; i++) acknowledged.put(kinesis, 10_000);
                });
    }

    private static void assertInternalFailure(KinesisException refusal) {
        assertEquals(500, refusal.statusCode());
        assertEquals("InternalFailure", refusal.awsErrorDetails().errorCode());
    }

    @Test
    void onAFullDiskWritesFailReadsGoOnAndWritingGoesOnWhenThereIsSpace() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 24)) {
            try (ServerProcess server = ServerProcess.start(disk, SMALL);
                    KinesisClient kinesis = client(server)) {
                create(kinesis);
                disk.fill();
                assertInternalFailure(putUntilRefused(kinesis));
                acknowledged.check(kinesis);
                // It is not the disk's fault, and no restart would help.
                assertEquals("200 {\"status\":\"ready\"}", server.get("/health/ready"));
                disk.empty();
                int before = acknowledged.count();
                for (int i = 0; acknowledged.count() == before; i++)
                    try {
                        acknowledged.put(kinesis, 10_000);
                    } catch (KinesisException stillFull) {
                        assertTrue(i < MOST_TRIES, stillFull.getMessage());
                        Thread.sleep(20);
                    }
                acknowledged.check(kinesis);
                server.kill();
                server.assertSaid("no space left for the next journal file");
                server.assertSaid("there is space again");
            }
            checkAfterRestart(disk);
        }
    }

    /// Killed while the disk is full, and started on it.
    @Test
    @Tag("slow")
    void aServerStartsOnAFullDiskAndHasEverything() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 24)) {
            try (ServerProcess server = ServerProcess.start(disk, SMALL);
                    KinesisClient kinesis = client(server)) {
                create(kinesis);
                disk.fill();
                putUntilRefused(kinesis);
                server.kill();
            }
            try (ServerProcess server = ServerProcess.start(disk, SMALL);
                    KinesisClient kinesis = client(server)) {
                acknowledged.check(kinesis);
                server.kill();
            }
            disk.empty();
            checkAfterRestart(disk);
        }
    }

    /// As when the kernel makes a file system read-only under a running server, or the device
    /// fails: every write is refused. Here by a limit of the process.
    @Test
    void onceAWriteHasFailedNothingIsAcknowledgedUntilARestart() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data, SMALL);
                KinesisClient kinesis = client(server)) {
            create(kinesis);
            server.refuseWrites();
            assertInternalFailure(putUntilRefused(kinesis));
            assertInternalFailure(
                    assertThrows(KinesisException.class, () -> acknowledged.put(kinesis, 10)));
            assertEquals(
                    "503 {\"status\":\"unavailable\",\"reason\":\"read-only\"}",
                    server.get("/health/ready"));
            assertEquals("200 {\"status\":\"live\"}", server.get("/health/live"));
            acknowledged.check(kinesis);
            server.kill();
            server.assertSaid("writing failed; nothing is acknowledged any more until a restart");
        }
        try (ServerProcess server = ServerProcess.start(data, SMALL);
                KinesisClient kinesis = client(server)) {
            acknowledged.check(kinesis);
            acknowledged.put(kinesis, 10);
            acknowledged.check(kinesis);
        }
    }

    @Test
    @Tag("slow")
    void aReadOnlyFolderIsRefusedAndNothingInItIsLost() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 24)) {
            try (ServerProcess server = ServerProcess.start(disk, SMALL);
                    KinesisClient kinesis = client(server)) {
                create(kinesis);
                server.kill();
            }
            disk.remount("ro");
            AssertionError refusal =
                    assertThrows(AssertionError.class, () -> ServerProcess.start(disk, SMALL));
            assertTrue(
                    String.valueOf(refusal.getMessage()).contains("Read-only file system"),
                    refusal.getMessage());
            disk.remount("rw");
            checkAfterRestart(disk);
        }
    }

    private void checkAfterRestart(SmallDisk disk) throws Exception {
        try (ServerProcess server = ServerProcess.start(disk, SMALL);
                KinesisClient kinesis = client(server)) {
            acknowledged.check(kinesis);
            acknowledged.put(kinesis, 10);
            acknowledged.check(kinesis);
            server.kill();
        }
    }
}
