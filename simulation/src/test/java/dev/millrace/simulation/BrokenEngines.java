package dev.millrace.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.AppendBatch.Outcome;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.ShardRef;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Engines each of which breaks one rule, now and then.
final class BrokenEngines {
    private BrokenEngines() {}

    private static AppendBatch copy(AppendBatch batch, AppendBatch.Listener listener) {
        var copy = new AppendBatch(batch.size(), listener);
        for (int i = 0; i < batch.size(); i++) copy(batch, i, batch.shard(i), copy);
        return copy;
    }

    private static void copy(AppendBatch from, int record, int shard, AppendBatch to) {
        to.add(
                shard,
                from.partitionKey(record),
                from.array(record),
                from.dataOffset(record),
                from.dataLength(record));
    }

    /// The records of a batch, but for one; with a byte of another changed.
    ///
    /// @param omitted index of the record to leave out, or -1
    /// @param changed index of the record to change, or -1
    private static RecordBatch altered(RecordBatch batch, int omitted, int changed) {
        var bytes = new ByteArrayOutputStream();
        var builder = new RecordBatch.Builder();
        for (int i = 0; i < batch.size(); i++) {
            if (i == omitted) continue;
            byte[] key = batch.partitionKey(i).getBytes(UTF_8);
            int at = bytes.size();
            bytes.writeBytes(key);
            byte[] data = new byte[batch.dataLength(i)];
            System.arraycopy(batch.array(), batch.dataOffset(i), data, 0, data.length);
            if (i == changed && data.length > 0) data[0] ^= 1;
            bytes.writeBytes(data);
            builder.add(
                    batch.offset(i),
                    batch.arrivalMs(i),
                    at,
                    key.length,
                    at + key.length,
                    data.length);
        }
        return builder.build(bytes.toByteArray());
    }

    private abstract static class NowAndThen extends EngineInFront {
        private int turn;

        NowAndThen(StorageEngine engine) {
            super(engine);
        }

        boolean isTurn(int every) {
            return ++turn % every == 0;
        }
    }

    static StorageEngine acknowledgingWithoutAppending(StorageEngine to) {
        return new NowAndThen(to) {
            @Override
            public void append(AppendBatch batch) {
                if (!isTurn(20)) {
                    super.append(batch);
                    return;
                }
                batch.begin();
                for (int i = 0; i < batch.size(); i++) {
                    ShardEnds ends = engine.ends(batch.shard(i));
                    batch.place(i, ends.next() + 1_000 + i, ends.lastArrivalMs());
                }
                batch.complete();
            }
        };
    }

    static StorageEngine appendingTwice(StorageEngine to) {
        return new NowAndThen(to) {
            @Override
            public void append(AppendBatch batch) {
                super.append(batch);
                if (isTurn(20)) super.append(copy(batch, done -> {}));
            }
        };
    }

    static StorageEngine refusingWhatItAppends(StorageEngine to) {
        return new NowAndThen(to) {
            @Override
            public void append(AppendBatch batch) {
                if (isTurn(20)) {
                    super.append(copy(batch, done -> {}));
                    batch.refuseAll(Outcome.OVERLOADED);
                    batch.complete();
                } else {
                    super.append(batch);
                }
            }
        };
    }

    static StorageEngine leavingARecordOut(StorageEngine to) {
        return new NowAndThen(to) {
            @Override
            public RecordBatch read(int shard, long from, int records, int bytes)
                    throws StorageException {
                RecordBatch batch = super.read(shard, from, records, bytes);
                return batch.size() > 2 && isTurn(7) ? altered(batch, 1, -1) : batch;
            }
        };
    }

    static StorageEngine givingARecordAgain(StorageEngine to) {
        return new NowAndThen(to) {
            @Override
            public RecordBatch read(int shard, long from, int records, int bytes)
                    throws StorageException {
                return super.read(shard, isTurn(7) ? from - 1 : from, records, bytes);
            }
        };
    }

    static StorageEngine changingAByte(StorageEngine to) {
        return new NowAndThen(to) {
            @Override
            public RecordBatch read(int shard, long from, int records, int bytes)
                    throws StorageException {
                RecordBatch batch = super.read(shard, from, records, bytes);
                return isTurn(7) ? altered(batch, -1, 0) : batch;
            }
        };
    }

    static StorageEngine mistakingTimes(StorageEngine to) {
        return new EngineInFront(to) {
            @Override
            public long offsetAtOrAfter(int shard, long arrivalMs) throws StorageException {
                return Math.min(super.offsetAtOrAfter(shard, arrivalMs) + 1, ends(shard).next());
            }
        };
    }

    static StorageEngine forgettingTheNewest(StorageEngine to) {
        return new NowAndThen(to) {
            @Override
            public ShardEnds ends(int shard) {
                ShardEnds ends = super.ends(shard);
                if (ends.closed() || !isTurn(5)) return ends;
                return new ShardEnds(
                        ends.first(),
                        Math.max(ends.first(), ends.next() - 3),
                        false,
                        ends.lastArrivalMs());
            }
        };
    }

    static StorageEngine endingTooEarly(StorageEngine to) {
        return new EngineInFront(to) {
            @Override
            public ShardEnds ends(int shard) {
                ShardEnds ends = super.ends(shard);
                if (!ends.closed()) return ends;
                return new ShardEnds(
                        ends.first(),
                        Math.max(ends.first(), ends.next() - 1),
                        true,
                        ends.lastArrivalMs());
            }
        };
    }

    static StorageEngine neverEnding(StorageEngine to) {
        return new EngineInFront(to) {
            @Override
            public ShardEnds ends(int shard) {
                ShardEnds ends = super.ends(shard);
                return new ShardEnds(ends.first(), ends.next(), false, ends.lastArrivalMs());
            }
        };
    }

    /// One that sees the ledgers' changes of shards before they are made.
    private abstract static class WithChanges extends EngineInFront {
        WithChanges(StorageEngine engine) {
            super(engine);
        }

        abstract List<ShardChange> changed(List<ShardChange> changes);

        @Override
        public final Ledger ledger(String name) {
            Ledger ledger = super.ledger(name);
            return (command, changes) -> ledger.submit(command, changed(changes));
        }

        static List<ShardChange> withoutCloses(List<ShardChange> changes) {
            return changes.stream()
                    .filter(change -> !(change instanceof ShardChange.Close))
                    .toList();
        }
    }

    private abstract static class WithRetention extends WithChanges {
        WithRetention(StorageEngine engine) {
            super(engine);
        }

        abstract long changed(long retentionMs);

        @Override
        final List<ShardChange> changed(List<ShardChange> changes) {
            return changes.stream()
                    .<ShardChange>map(
                            change ->
                                    switch (change) {
                                        case ShardChange.Open(ShardRef shard, long ms) ->
                                                new ShardChange.Open(shard, changed(ms));
                                        case ShardChange.Retain(int shard, long ms) ->
                                                new ShardChange.Retain(shard, changed(ms));
                                        default -> change;
                                    })
                    .toList();
        }
    }

    static StorageEngine keepingTooShort(StorageEngine to) {
        return new WithRetention(to) {
            @Override
            long changed(long retentionMs) {
                return retentionMs / 24;
            }
        };
    }

    static StorageEngine keepingTooLong(StorageEngine to) {
        return new WithRetention(to) {
            @Override
            long changed(long retentionMs) {
                return 10 * retentionMs;
            }

            @Override
            public long believedMs() {
                return super.believedMs() - 1_000_000_000;
            }
        };
    }

    /// What was on its way to the shard when it was closed is taken all the same.
    static StorageEngine appendingAfterTheEnd(StorageEngine to) {
        return new WithChanges(to) {
            private final Map<Integer, Boolean> closed = new HashMap<>();

            @Override
            List<ShardChange> changed(List<ShardChange> changes) {
                for (ShardChange change : changes)
                    if (change instanceof ShardChange.Close(int shard)) closed.put(shard, true);
                return withoutCloses(changes);
            }

            @Override
            public ShardEnds ends(int shard) {
                ShardEnds ends = super.ends(shard);
                return new ShardEnds(
                        ends.first(),
                        ends.next(),
                        ends.closed() || closed.containsKey(shard),
                        ends.lastArrivalMs());
            }
        };
    }

    /// What belongs to the children still goes to the parent.
    static StorageEngine routingByTheOldMap(StorageEngine to) {
        return new WithChanges(to) {
            private final Map<Integer, Integer> parents = new HashMap<>();

            @Override
            List<ShardChange> changed(List<ShardChange> changes) {
                int parent = -1;
                for (ShardChange change : changes)
                    if (change instanceof ShardChange.Close(int shard)) parent = shard;
                    else if (change instanceof ShardChange.Open open && parent >= 0)
                        parents.put(open.shard().number(), parent);
                return withoutCloses(changes);
            }

            @Override
            public void append(AppendBatch batch) {
                var routed = new AppendBatch(batch.size(), done -> answer(done, batch));
                batch.begin();
                for (int i = 0; i < batch.size(); i++)
                    copy(batch, i, parents.getOrDefault(batch.shard(i), batch.shard(i)), routed);
                super.append(routed);
            }

            private static void answer(AppendBatch routed, AppendBatch batch) {
                for (int i = 0; i < batch.size(); i++)
                    if (routed.outcome(i) == Outcome.APPENDED)
                        batch.place(i, routed.offset(i), routed.arrivalMs(i));
                    else batch.refuse(i, routed.outcome(i));
                batch.complete();
            }
        };
    }
}
