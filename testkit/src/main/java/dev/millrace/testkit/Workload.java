package dev.millrace.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.ShardRef;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Random use of a storage engine, and the memory of what it promised: which records were
/// acknowledged at which offset, which commands returned. After a crash, [#check] compares.
///
/// One thread. The engine is stepped, so that the order of records in a shard is the order in which
/// they were given to it.
public final class Workload {
    /// What the engine promised and did not keep.
    public static final class BrokenPromise extends AssertionError {
        private static final long serialVersionUID = 1;

        BrokenPromise(String message) {
            super(message);
        }
    }

    /// A record given to a shard. Not a record class: holds an array.
    private static final class Given {
        final byte[] key;
        final byte[] data;
        long arrivalMs; // 0 until acknowledged

        Given(byte[] key, byte[] data) {
            this.key = key;
            this.data = data;
        }
    }

    /// A shard as far as the acknowledged commands say.
    private static final class Shard {
        final ShardRef ref;
        final List<Given> given = new ArrayList<>(); // index + 1 is the offset
        int acknowledged; // the first so many of them
        boolean closed;
        boolean dropped;
        long retentionMs;

        Shard(ShardRef ref, long retentionMs) {
            this.ref = ref;
            this.retentionMs = retentionMs;
        }
    }

    private record Command(String name, List<ShardChange> changes) {}

    private static final long RETENTION_MS = 24 * 3_600_000L;

    private final SplittableRandom random;
    private final ManualClock clock;
    private final Runnable step;
    private final Map<Integer, Shard> shards = new TreeMap<>();
    private final List<String> acknowledgedCommands = new ArrayList<>();
    private final List<Command> unknownCommands = new ArrayList<>(); // at most one
    private final List<AppendBatch> inFlight = new ArrayList<>();
    private int nextShard;
    private long nextData;
    private long appended;

    /// @param step lets the engine do a bit of its work
    public Workload(long seed, ManualClock clock, Runnable step) {
        random = new SplittableRandom(seed);
        this.clock = clock;
        this.step = step;
    }

    /// Records acknowledged so far.
    public long appended() {
        return appended;
    }

    /// Does one thing, chosen by chance.
    public void act(StorageEngine engine) throws StorageException, InterruptedException {
        int choice = random.nextInt(100);
        if (shards.isEmpty() || choice < 6) submit(engine);
        else if (choice < 70) append(engine);
        else if (choice < 92) for (int i = random.nextInt(4); i >= 0; i--) step.run();
        else if (choice < 96) readSome(engine);
        else clock.advance(java.time.Duration.ofMillis(random.nextInt(20_000)));
    }

    // ---- commands

    private void submit(StorageEngine engine) throws InterruptedException {
        var command = new Command("c" + acknowledgedCommands.size(), changes());
        unknownCommands.add(command);
        try {
            engine.ledger("catalog").submit(command.name.getBytes(UTF_8), command.changes);
        } catch (StorageException e) {
            if (engine.writable()) unknownCommands.clear(); // refused: the disk is full
            return;
        }
        unknownCommands.clear();
        acknowledge(command);
    }

    private void acknowledge(Command command) {
        acknowledgedCommands.add(command.name);
        for (ShardChange change : command.changes)
            switch (change) {
                case ShardChange.Open(ShardRef ref, long retentionMs) ->
                        shards.put(ref.number(), new Shard(ref, retentionMs));
                case ShardChange.Close(int shard) -> known(shard).closed = true;
                case ShardChange.Drop(int shard) -> known(shard).dropped = true;
                case ShardChange.Retain(int shard, long retentionMs) ->
                        known(shard).retentionMs = retentionMs;
            }
    }

    private Shard known(int number) {
        Shard shard = shards.get(number);
        if (shard == null) throw new IllegalStateException("no shard " + number);
        return shard;
    }

    private List<ShardChange> changes() {
        List<ShardChange> changes = new ArrayList<>();
        List<Shard> open = shards.values().stream().filter(s -> !s.closed && !s.dropped).toList();
        List<Shard> present = shards.values().stream().filter(s -> !s.dropped).toList();
        int choice = random.nextInt(10);
        if (open.isEmpty() || choice < 4) {
            for (int i = random.nextInt(3); i >= 0; i--) changes.add(newShard());
        } else if (choice < 7) { // a split
            changes.add(new ShardChange.Close(any(open).ref.number()));
            changes.add(newShard());
            changes.add(newShard());
        } else if (choice < 8) {
            changes.add(new ShardChange.Drop(any(present).ref.number()));
        } else if (choice < 9) {
            changes.add(
                    new ShardChange.Retain(
                            any(present).ref.number(), RETENTION_MS * (1 + random.nextInt(3))));
        } // else a command alone
        return changes;
    }

    private ShardChange newShard() {
        int number = nextShard++;
        return new ShardChange.Open(new ShardRef(number, number / 3, number % 3), RETENTION_MS);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    // ---- records

    private void append(StorageEngine engine) {
        List<Shard> present = shards.values().stream().filter(s -> !s.dropped).toList();
        if (present.isEmpty()) return;
        int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 8);
        List<Shard> to = new ArrayList<>();
        List<Given> records = new ArrayList<>();
        var batch = new AppendBatch(count, done -> completed(done, to, records, engine));
        for (int i = 0; i < count; i++) {
            Shard shard = any(present);
            var record =
                    new Given(
                            ("k" + random.nextInt(100)).getBytes(UTF_8),
                            data(random.nextInt(50) == 0 ? 20_000 : 400));
            to.add(shard);
            records.add(record);
            batch.add(shard.ref.number(), record.key, record.data, 0, record.data.length);
            if (!shard.closed) shard.given.add(record);
        }
        inFlight.add(batch);
        engine.append(batch);
    }

    private byte[] data(int most) {
        byte[] data = new byte[8 + random.nextInt(most)];
        random.nextBytes(data);
        for (int i = 0; i < 8; i++) data[i] = (byte) (nextData >>> (8 * i)); // no two alike
        nextData++;
        return data;
    }

    private void completed(
            AppendBatch batch, List<Shard> to, List<Given> records, StorageEngine engine) {
        for (int i = 0; i < batch.size(); i++) {
            Shard shard = to.get(i);
            Given record = records.get(i);
            switch (batch.outcome(i)) {
                case APPENDED -> {
                    long offset = batch.offset(i);
                    if (offset != shard.acknowledged + 1
                            || shard.given.get(shard.acknowledged) != record)
                        throw new BrokenPromise(
                                "shard %d: a record was acknowledged at %d after %d"
                                        .formatted(shard.ref.number(), offset, shard.acknowledged));
                    ShardEnds ends = engine.ends(shard.ref.number());
                    if (!ends.equals(ShardEnds.NONE) && offset >= ends.next())
                        throw new BrokenPromise(
                                "shard %d: record %d was acknowledged before it was durable"
                                        .formatted(shard.ref.number(), offset));
                    record.arrivalMs = batch.arrivalMs(i);
                    shard.acknowledged++;
                    appended++;
                }
                case CLOSED, OVERLOADED -> shard.given.remove(record);
                case FAILED -> {
                    // On a full disk it was not written; after a failure it may have been.
                    if (engine.writable()) shard.given.remove(record);
                }
                case PENDING -> throw new BrokenPromise("completed without an outcome");
            }
        }
        inFlight.remove(batch);
    }

    private void readSome(StorageEngine engine) throws StorageException {
        List<Shard> present = shards.values().stream().filter(s -> !s.dropped).toList();
        if (present.isEmpty()) return;
        Shard shard = any(present);
        compare(engine, shard, 1 + random.nextInt(shard.acknowledged + 1), false);
    }

    /// Compares everything that can be read with what was promised, after the engine was opened
    /// again with `commands` in its ledger. What is there now counts as promised from then on.
    ///
    /// @throws BrokenPromise if something acknowledged is missing, something differs, or
    /// something
    ///     is there that nobody gave
    public void check(StorageEngine engine, List<String> commands) throws StorageException {
        inFlight.clear();
        int known = acknowledgedCommands.size();
        if (commands.size() < known || !commands.subList(0, known).equals(acknowledgedCommands))
            throw new BrokenPromise(
                    "commands %s were acknowledged, %s are there"
                            .formatted(acknowledgedCommands, commands));
        for (String extra : commands.subList(known, commands.size())) {
            if (unknownCommands.isEmpty() || !unknownCommands.getFirst().name.equals(extra))
                throw new BrokenPromise("nobody gave command " + extra);
            acknowledge(unknownCommands.removeFirst());
        }
        unknownCommands.clear();
        for (Shard shard : shards.values()) {
            if (shard.dropped) {
                if (!engine.ends(shard.ref.number()).equals(ShardEnds.NONE))
                    throw new BrokenPromise("shard " + shard.ref.number() + " was dropped");
                continue;
            }
            compare(engine, shard, 1, true);
        }
        for (int number = nextShard - 10; number < nextShard + 1; number++)
            if (!shards.containsKey(number) && !engine.ends(number).equals(ShardEnds.NONE))
                throw new BrokenPromise("shard " + number + " was never opened");
    }

    /// @param settle whether the engine has just been opened, so that nothing is under way
    private void compare(StorageEngine engine, Shard shard, long from, boolean settle)
            throws StorageException {
        int number = shard.ref.number();
        ShardEnds ends = engine.ends(number);
        if (ends.closed() != shard.closed)
            throw new BrokenPromise("shard %d closed: %s".formatted(number, ends.closed()));
        if (ends.next() - 1 < shard.acknowledged || ends.next() - 1 > shard.given.size())
            throw new BrokenPromise(
                    "shard %d ends at %d; %d acknowledged, %d given"
                            .formatted(
                                    number, ends.next(), shard.acknowledged, shard.given.size()));
        long oldestMs = clock.wallMs() - shard.retentionMs;
        long next = from;
        long lastMs = 0;
        while (next < ends.next()) {
            RecordBatch read = engine.read(number, next, 1 + random.nextInt(100), 100_000);
            if (read.isEmpty()) {
                next = skip(shard, next, ends.next(), oldestMs);
                break;
            }
            for (int i = 0; i < read.size() && read.offset(i) < ends.next(); i++) {
                next = skip(shard, next, read.offset(i), oldestMs);
                Given given = shard.given.get((int) next - 1);
                boolean same =
                        new String(given.key, UTF_8).equals(read.partitionKey(i))
                                && Arrays.equals(
                                        given.data,
                                        0,
                                        given.data.length,
                                        read.array(),
                                        read.dataOffset(i),
                                        read.dataOffset(i) + read.dataLength(i));
                if (!same || (given.arrivalMs != 0 && given.arrivalMs != read.arrivalMs(i)))
                    throw new BrokenPromise(
                            "shard %d, record %d is another".formatted(number, next));
                if (read.arrivalMs(i) < lastMs)
                    throw new BrokenPromise(
                            "shard %d, record %d: arrival steps back".formatted(number, next));
                lastMs = read.arrivalMs(i);
                if (settle) given.arrivalMs = read.arrivalMs(i);
                next++;
            }
        }
        if (!settle) return;
        shard.given.subList((int) ends.next() - 1, shard.given.size()).clear();
        shard.acknowledged = shard.given.size();
    }

    /// Only records beyond their retention may be missing.
    private static long skip(Shard shard, long from, long to, long oldestMs) {
        for (long offset = from; offset < to; offset++) {
            Given given = shard.given.get((int) offset - 1);
            if (given.arrivalMs == 0 || given.arrivalMs >= oldestMs)
                throw new BrokenPromise(
                        "shard %d, record %d is missing".formatted(shard.ref.number(), offset));
        }
        if (to < from)
            throw new BrokenPromise(
                    "shard %d, record %d came twice".formatted(shard.ref.number(), to));
        return to;
    }
}
