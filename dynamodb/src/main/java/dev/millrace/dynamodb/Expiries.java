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

    /// Of seconds: what has more is later than all that a long can say.
    private static final int MAX_DIGITS = 18;

    /// Memory that an item takes here, more or less.
    private static final int OVERHEAD = 96;

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
        Long old = before == null ? null : second(before);
        Long now = after == null ? null : second(after);
        if (old != null) expiries.remove(new Expiry(old, key));
        if (now != null) expiries.add(new Expiry(now, key));
    }

    /// When an item expires; null for never, or for a time that is none.
    private @Nullable Long second(Map<String, Value> item) {
        if (!(item.get(attribute) instanceof Value.Num(var number))) return null;
        boolean fits = number.precision() - number.scale() <= MAX_DIGITS;
        return fits ? number.longValue() : null;
    }

    /// Memory that is taken for an item.
    long memory(Map<String, Value> item) {
        return second(item) == null ? 0 : OVERHEAD;
    }

    /// Memory that is taken for all items.
    long memory() {
        return (long) OVERHEAD * expiries.size();
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
