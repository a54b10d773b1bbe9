package dev.millrace.log;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/// The shards by their number. The committer changes it; any thread looks.
final class ShardTable {
    /// Numbers stay below this: the table is an array.
    static final int MOST = 1 << 28;

    private volatile AtomicReferenceArray<@Nullable ShardLog> shards =
            new AtomicReferenceArray<>(64);

    @Nullable ShardLog get(int number) {
        AtomicReferenceArray<@Nullable ShardLog> now = shards;
        return number < 0 || number >= now.length() ? null : now.getAcquire(number);
    }

    ShardLog known(int number) {
        ShardLog shard = get(number);
        if (shard == null) throw new IllegalStateException("there is no shard " + number);
        return shard;
    }

    void put(ShardLog shard) {
        int number = shard.ref.number();
        AtomicReferenceArray<@Nullable ShardLog> now = shards;
        if (number >= now.length()) {
            var larger =
                    new AtomicReferenceArray<@Nullable ShardLog>(
                            Math.max(number + 1, now.length() * 2));
            for (int i = 0; i < now.length(); i++) larger.setPlain(i, now.getPlain(i));
            larger.setRelease(number, shard);
            shards = larger;
        } else {
            now.setRelease(number, shard);
        }
    }

    void remove(int number) {
        shards.setRelease(number, null);
    }

    /// Those of this moment, by number.
    void forEach(Consumer<ShardLog> action) {
        AtomicReferenceArray<@Nullable ShardLog> now = shards;
        for (int i = 0; i < now.length(); i++) {
            ShardLog shard = now.getAcquire(i);
            if (shard != null) action.accept(shard);
        }
    }
}
