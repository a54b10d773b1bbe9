package dev.millrace.stream;

import java.util.Collection;
import java.util.Comparator;

/// Which open shard owns a hash key: the open shards by their ranges, ascending.
public final class Routing {
    private final Shard[] open;

    private Routing(Shard[] open) {
        this.open = open;
    }

    static Routing of(Collection<Shard> shards) {
        Shard[] open =
                shards.stream()
                        .filter(Shard::isOpen)
                        .sorted(Comparator.comparing(shard -> shard.range().first()))
                        .toArray(Shard[]::new);
        assert covers(open) : "the open shards do not cover the ring exactly";
        return new Routing(open);
    }

    private static boolean covers(Shard[] open) {
        if (open.length == 0) return true;
        for (int i = 1; i < open.length; i++)
            if (!open[i - 1].range().isJustBelow(open[i].range())) return false;
        return open[0].range().first().equals(HashKey.MIN)
                && open[open.length - 1].range().last().equals(HashKey.MAX);
    }

    /// Number of open shards.
    public int size() {
        return open.length;
    }

    /// The open shard that owns `key`. Only of a stream that has shards.
    public Shard route(HashKey key) {
        int low = 0;
        int high = open.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (open[middle].range().first().compareTo(key) <= 0) low = middle;
            else high = middle - 1;
        }
        return open[low];
    }
}
