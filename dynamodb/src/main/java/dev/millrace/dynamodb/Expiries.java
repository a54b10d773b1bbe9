package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;

/// When the items of a table expire. Changed by one thread, read by any.
final class Expiries {
    /// What says that it expired longer ago is left alone: five years.
    private static final long TOO_OLD_SECONDS = 5L * 365 * 24 * 3600;

    private final String attribute;
    private final ConcurrentSkipListSet<Expiry> expiries = new ConcurrentSkipListSet<>();

    /// @param attribute a number of seconds since the epoch
    Expiries(String attribute) {
        this.attribute = attribute;
    }

    private record Expiry(long second, ItemKey key) implements Comparable<Expiry> {
        @Override
        public int compareTo(Expiry other) {
            int order = Long.compare(second, other.second);
            return order == 0 ? key.compareTo(other.key) : order;
        }
    }

    String attribute() {
        return attribute;
    }

    void replace(
            ItemKey key, @Nullable Map<String, Value> before, @Nullable Map<String, Value> after) {
        if (before != null && before.get(attribute) instanceof Value.Num(var number))
            expiries.remove(new Expiry(number.longValue(), key));
        if (after != null && after.get(attribute) instanceof Value.Num(var number))
            expiries.add(new Expiry(number.longValue(), key));
    }

    private static boolean isDue(long second, long nowMs) {
        long now = nowMs / 1000;
        return second < now && second >= now - TOO_OLD_SECONDS;
    }

    /// Items that have expired, the oldest first.
    List<ItemKey> due(long nowMs, int most) {
        List<ItemKey> due = new ArrayList<>();
        var from = new Expiry(nowMs / 1000 - TOO_OLD_SECONDS, ItemKey.ofHash(0));
        for (Expiry expiry : expiries.tailSet(from)) {
            if (due.size() == most || !isDue(expiry.second, nowMs)) break;
            due.add(expiry.key);
        }
        return due;
    }
}
