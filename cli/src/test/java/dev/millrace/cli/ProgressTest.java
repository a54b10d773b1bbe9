package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Random;

class ProgressTest {
    private final StringWriter out = new StringWriter();
    private final Sender sender =
            new Sender(
                    entries ->
                            entries.stream()
                                    .map(_ -> PutRecordsResultEntry.builder().build())
                                    .toList(),
                    _ -> {},
                    new Random(1));
    private long nowNs;

    private Progress progress(boolean terminal) {
        return new Progress(new PrintWriter(out), terminal, () -> nowNs);
    }

    private void send(int bytes) throws Exception {
        sender.add(
                PutRecordsRequestEntry.builder()
                        .partitionKey("k")
                        .data(SdkBytes.fromByteArrayUnsafe(new byte[bytes]))
                        .build());
        sender.flush();
    }

    @Test
    void aTerminalSeesOneLineDrawnAgainAndAgain() throws Exception {
        Progress progress = progress(true);
        progress.update(sender);
        nowNs += 100_000_000;
        progress.update(sender); // too soon to draw
        send(1_000);
        nowNs += 400_000_000;
        progress.update(sender);
        send(1_999_000);
        nowNs += 500_000_000;
        progress.finish(sender);
        String redraw = "\r\033[K";
        assertEquals(
                redraw
                        + "0 records, 0.0 kB in 0.0 s: 0/s, 0.0 kB/s"
                        + redraw
                        + "1 records, 1.0 kB in 0.5 s: 2/s, 2.0 kB/s"
                        + redraw
                        + "2 records, 2.0 MB in 1.0 s: 2/s, 2.0 MB/s\n",
                out.toString());
    }

    @Test
    void elsewhereOneLineSaysHowItWent() throws Exception {
        Progress progress = progress(false);
        progress.update(sender);
        send(100);
        nowNs += 2_000_000_000;
        progress.update(sender);
        progress.finish(sender);
        assertEquals("1 records, 0.1 kB in 2.0 s: 1/s, 0.1 kB/s\n", out.toString());
    }

    @Test
    void aTransferThatNeverBeganLeavesNothingBehind() {
        progress(false).abandon();
        assertEquals("", out.toString());
    }
}
