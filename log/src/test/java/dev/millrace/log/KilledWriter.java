package dev.millrace.log;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.Clock;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardRef;
import dev.millrace.testkit.CommandHistory;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Writes to a folder until it is killed, and says on standard output how far each shard is
/// acknowledged: lines of `shard offset`.
final class KilledWriter {
    static final int SHARDS = 5;

    private KilledWriter() {}

    public static void main(String[] arguments) throws Exception {
        FileLog log =
                FileLog.open(
                        new FolderDisk(Path.of(arguments[0])),
                        Clock.SYSTEM,
                        TestConfig.SMALL,
                        Map.of("catalog", new CommandHistory()));
        if (log.ends(0).next() == 1 && log.ends(0).closed()) {
            List<ShardChange> opens = new ArrayList<>();
            for (int i = 0; i < SHARDS; i++)
                opens.add(new ShardChange.Open(new ShardRef(i, 0, i), 86_400_000));
            log.ledger("catalog").submit(new byte[] {'c'}, opens);
        }
        long[] next = new long[SHARDS];
        for (int i = 0; i < SHARDS; i++) next[i] = log.ends(i).next();
        PrintStream out = System.out;
        var free = new Semaphore(8);
        while (true) {
            free.acquire();
            var batch =
                    new AppendBatch(
                            50,
                            done -> {
                                var line = new StringBuilder();
                                for (int i = done.size() - SHARDS; i < done.size(); i++) {
                                    if (done.outcome(i) != AppendBatch.Outcome.APPENDED)
                                        throw new IllegalStateException("" + done.outcome(i));
                                    line.append(done.shard(i)).append(' ');
                                    line.append(done.offset(i)).append('\n');
                                }
                                out.print(line);
                                out.flush();
                                free.release();
                            });
            for (int i = 0; i < 50; i++) {
                int shard = i % SHARDS;
                byte[] data = data(shard, next[shard]++);
                batch.add(shard, new byte[] {'k'}, data, 0, data.length);
            }
            log.append(batch);
        }
    }

    static byte[] data(int shard, long offset) {
        byte[] data = new byte[(int) (16 + offset * 31 % 500)];
        ByteBuffer.wrap(data).putLong(shard).putLong(offset);
        return data;
    }
}
