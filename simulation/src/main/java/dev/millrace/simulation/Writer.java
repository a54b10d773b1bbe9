package dev.millrace.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordOutput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.PutRecordsResultEntry;
import dev.millrace.simulation.Entry.Acknowledged;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Put;
import dev.millrace.simulation.Entry.Refused;
import dev.millrace.stream.HashKey;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes records under few keys, so that much depends on their order; sometimes without waiting
/// for the answer.
final class Writer extends Actor {
    private static final int KEYS = 8;

    private final String stream;
    private final Map<String, String> newest = new HashMap<>(); // numbers by partition key

    Writer(World world, int turns, String stream) {
        super(world, turns);
        this.stream = stream;
    }

    private record Sent(Put put, @Nullable String explicitHashKey) {}

    @Override
    void act() {
        boolean waits = !oneIn(3);
        Runnable then = waits ? this::rest : () -> {};
        if (oneIn(3)) putMany(then);
        else putOne(then);
        if (!waits) rest();
    }

    private Sent send(boolean mayOrder) {
        String key = "key-" + random.nextInt(KEYS);
        int write = world.history().nextWrite();
        Blob data = data(write);
        HashKey explicit = data.length() > 0 && oneIn(4) ? hash() : null;
        HashKey hash = explicit == null ? HashKey.ofPartitionKey(key.getBytes(UTF_8)) : explicit;
        // Numbers of one key exceed each other only as long as its records share their way.
        String above = mayOrder && explicit == null && oneIn(2) ? newest.get(key) : null;
        var put = new Put(write, stream, key, hash, data, above);
        world.history().add(put);
        return new Sent(put, explicit == null ? null : explicit.toString());
    }

    private Blob data(int write) {
        if (oneIn(20)) return Blob.of(new byte[0]);
        int most = oneIn(50) ? 12_000 : 200;
        String padding = ".".repeat(random.nextInt(most));
        return Blob.of((write + padding).getBytes(UTF_8));
    }

    /// Few, and on the edges of what shards own.
    private HashKey hash() {
        return switch (random.nextInt(6)) {
            case 0 -> HashKey.MIN;
            case 1 -> HashKey.MAX;
            case 2 -> new HashKey(1L << 63, 0);
            case 3 -> new HashKey(1L << 63, 0).previous();
            case 4 -> new HashKey(1L << 62, 0);
            default -> new HashKey((long) random.nextInt(16) << 60, 0);
        };
    }

    private void putOne(Runnable then) {
        Sent sent = send(true);
        var input =
                PutRecordInput.builder()
                        .streamName(stream)
                        .partitionKey(sent.put.key())
                        .data(sent.put.data())
                        .explicitHashKey(sent.explicitHashKey)
                        .sequenceNumberForOrdering(sent.put.above())
                        .build();
        world.network()
                .call(
                        Kinesis.PUT_RECORD,
                        input,
                        outcome -> {
                            answered(sent.put, outcome);
                            then.run();
                        });
    }

    private void answered(Put put, Outcome<PutRecordOutput> outcome) {
        switch (outcome) {
            case Outcome.Answered<PutRecordOutput>(PutRecordOutput answer) ->
                    acknowledged(put, answer.shardId(), answer.sequenceNumber());
            case Outcome.Failed<PutRecordOutput>(var error) -> {
                // A number of a time at which the clock was ahead is of the future now.
                if (put.above() == null) expect(error);
                else expect(error, "InvalidArgumentException");
                if (error.status() < 500) world.history().add(new Refused(put.write()));
            }
            case Outcome.Lost<PutRecordOutput> _ -> {}
        }
    }

    private void acknowledged(Put put, @Nullable String shard, @Nullable String number) {
        String its = Objects.requireNonNull(number);
        var place = new Place(stream, Objects.requireNonNull(shard));
        world.history().add(new Acknowledged(put.write(), place, its));
        if (isByKey(put)) newest.put(put.key(), its);
    }

    private static boolean isByKey(Put put) {
        return HashKey.ofPartitionKey(put.key().getBytes(UTF_8)).equals(put.hash());
    }

    private void putMany(Runnable then) {
        var all = new ArrayList<Put>();
        var entries = new ArrayList<PutRecordsRequestEntry>();
        for (int i = random.nextInt(oneIn(5) ? 40 : 6); i >= 0; i--) {
            Sent sent = send(false);
            all.add(sent.put);
            entries.add(
                    new PutRecordsRequestEntry(
                            sent.put.data(), sent.explicitHashKey, sent.put.key()));
        }
        world.network()
                .call(
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder().streamName(stream).records(entries).build(),
                        outcome -> {
                            answered(all, outcome);
                            then.run();
                        });
    }

    private void answered(List<Put> all, Outcome<PutRecordsOutput> outcome) {
        switch (outcome) {
            case Outcome.Answered<PutRecordsOutput>(PutRecordsOutput answer) -> {
                List<PutRecordsResultEntry> results = Objects.requireNonNull(answer.records());
                for (int i = 0; i < all.size(); i++) {
                    PutRecordsResultEntry result = results.get(i);
                    if (result.errorCode() == null)
                        acknowledged(all.get(i), result.shardId(), result.sequenceNumber());
                    else if (!result.errorCode().equals("InternalFailure"))
                        world.history().add(new Refused(all.get(i).write()));
                }
            }
            case Outcome.Failed<PutRecordsOutput>(var error) -> expect(error);
            case Outcome.Lost<PutRecordsOutput> _ -> {}
        }
    }
}
