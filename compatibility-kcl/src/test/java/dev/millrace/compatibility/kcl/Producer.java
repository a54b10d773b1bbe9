package dev.millrace.compatibility.kcl;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes numbered records of many keys, round after round, until it is told to stop. A key's next
/// record is written once the one before has been taken.
final class Producer implements Runnable {
    private static final int KEYS = 100;

    /// Well within the limits of a shard.
    private static final long PAUSE_MS = 250;

    private final KinesisClient kinesis;
    private final String stream;
    private final Map<String, Long> written = new TreeMap<>();
    private volatile boolean running = true;

    Producer(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    @Override
    public void run() {
        while (running) {
            round();
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    void stop() {
        running = false;
    }

    /// How many records of each key there are; to be asked once it has ended.
    Map<String, Long> written() {
        return written;
    }

    /// One record of every key.
    void round() {
        List<PutRecordsRequestEntry> left = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            long number = written.merge("key-" + i, 1L, Long::sum) - 1;
            left.add(
                    PutRecordsRequestEntry.builder()
                            .partitionKey("key-" + i)
                            .data(SdkBytes.fromUtf8String("" + number))
                            .build());
        }
        while (!left.isEmpty()) {
            List<PutRecordsRequestEntry> entries = left;
            var results =
                    kinesis.putRecords(request -> request.streamName(stream).records(entries))
                            .records();
            left = new ArrayList<>();
            for (int i = 0; i < results.size(); i++)
                if (results.get(i).errorCode() != null) left.add(entries.get(i));
        }
    }
}
