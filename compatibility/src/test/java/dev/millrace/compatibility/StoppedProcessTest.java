package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// SIGSTOP under load, as a debugger, a frozen container or a hypervisor does it, and SIGCONT.
class StoppedProcessTest {
    private static final String STREAM = "stopped";

    @TempDir Path folder;

    @Test
    void aServerThatStoodStillForAMomentGoesOn() throws Exception {
        stopFor(Duration.ofSeconds(2), false);
    }

    /// Longer than an iterator lives, and a subscription.
    @Test
    @Tag("slow")
    void aServerThatStoodStillForMinutesGoesOnAndIteratorsHaveExpired() throws Exception {
        stopFor(Duration.ofSeconds(310), true);
    }

    private void stopFor(Duration length, boolean expires) throws Exception {
        var acknowledged = new Acknowledgements(STREAM);
        try (ServerProcess server =
                        ServerProcess.start(folder.resolve("data"), "--set", "limits=off");
                KinesisClient kinesis = Sdk.sync(server.port(), "us-east-1")) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(1));
            acknowledged.put(kinesis, 100);
            String iterator = acknowledged.iterator(kinesis);
            var over = new AtomicBoolean();
            Thread writer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try (KinesisClient its =
                                                Sdk.patient(server.port(), length)) {
                                            while (!over.get()) put(acknowledged, its);
                                        }
                                    });
            awaitMore(acknowledged, 100);
            server.signal("STOP");
            Thread.sleep(length);
            server.signal("CONT");
            awaitMore(acknowledged, 100);
            over.set(true);
            writer.join();
            if (expires)
                assertThrows(
                        ExpiredIteratorException.class,
                        () -> kinesis.getRecords(request -> request.shardIterator(iterator)));
            else
                assertTrue(
                        !kinesis.getRecords(request -> request.shardIterator(iterator))
                                .records()
                                .isEmpty());
            acknowledged.check(kinesis);
            assertEquals("200 {\"status\":\"ready\"}", server.get("/health/ready"));
            assertEquals(0, server.terminate());
            // The clocks ran evenly: nothing is said of them.
            assertTrue(!server.said().contains("JUMPED"), server.said());
        }
    }

    /// A server that stood still for minutes has lost patience with its connections; what was under
    /// way is unknown then.
    private static void put(Acknowledgements acknowledged, KinesisClient kinesis) {
        try {
            acknowledged.put(kinesis, 100);
        } catch (SdkClientException reset) {
            assertTrue(String.valueOf(reset.getMessage()).contains("reset"), reset.getMessage());
        }
    }

    private static void awaitMore(Acknowledgements acknowledged, int count)
            throws InterruptedException {
        int enough = acknowledged.count() + count;
        for (int i = 0; acknowledged.count() < enough; i++) {
            assertTrue(i < 6_000, "nothing is acknowledged any more");
            Thread.sleep(10);
        }
    }
}
