package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Got;
import dev.millrace.simulation.Entry.Listed;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Put;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One shard as all its readers together saw it and its writers know it, and when what became
/// known.
final class Contents {
    final Place place;

    /// As listed last.
    final Listed shard;

    /// The place in the history where that list was asked for.
    final int listedAt;

    private final List<Got> records;
    private final List<@Nullable Put> puts;
    private final Set<String> unread;

    /// At such a place of the history all records up to such an index were known to be there.
    private final TreeMap<Integer, Integer> known = new TreeMap<>();

    private int over = Integer.MAX_VALUE;

    /// @param records in the order of their numbers
    /// @param unread the numbers of those that nobody has read, which arrived within a second
    Contents(Place place, Listed shard, int listedAt, Collection<Got> records, Set<String> unread) {
        this.listedAt = listedAt;
        this.unread = unread;
        this.place = place;
        this.shard = shard;
        this.records = List.copyOf(records);
        puts = new ArrayList<>();
        for (int i = 0; i < size(); i++) puts.add(null);
    }

    int size() {
        return records.size();
    }

    Got record(int index) {
        return records.get(index);
    }

    boolean isRead(int index) {
        return !unread.contains(record(index).number());
    }

    /// Whether all records of a range may have been deleted by a place of the history, for their
    /// own age or with their shard.
    ///
    /// @param to exclusive
    boolean mayBeGone(int from, int to, Ages ages, int entry) {
        String last = shard.last();
        boolean isGone =
                last == null
                        ? ages.mayHaveEndedAndGone(place.stream(), listedAt, entry)
                        : ages.mayBeGone(place.stream(), Numbers.recordMs(last), entry);
        if (isGone) return true;
        for (int i = Math.max(from, 0); i < to; i++)
            if (!ages.mayBeGone(place.stream(), record(i).arrivalMs(), entry)) return false;
        return true;
    }

    /// The write that a record is of, as far as that can be told.
    @Nullable Put put(int index) {
        return puts.get(index);
    }

    void identify(int index, Put put) {
        puts.set(index, put);
    }

    /// The first record with at least this number.
    int from(String number) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Numbers.exceeds(number, record(middle).number())) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// The first record with a greater number.
    int after(String number) {
        int at = from(number);
        return at < size() && record(at).number().equals(number) ? at + 1 : at;
    }

    /// The first record that arrived then or later.
    int arrivedFrom(long timeMs) {
        int at = 0;
        while (at < size() && record(at).arrivalMs() < timeMs) at++;
        return at;
    }

    /// The record with this number, or -1.
    int find(String number) {
        int at = from(number);
        return at < size() && record(at).number().equals(number) ? at : -1;
    }

    /// From this place of the history on it is known that the record is there, and all before it.
    void know(int entry, int index) {
        int before = newestKnown(entry + 1);
        if (index > before) known.merge(entry, index, Math::max);
    }

    /// The newest record that was known before a place of the history, or -1.
    int newestKnown(int entry) {
        Map.Entry<Integer, Integer> last = known.lowerEntry(entry);
        return last == null ? -1 : last.getValue();
    }

    /// From this place of the history on it is known that the shard takes no more records.
    void knowOver(int entry) {
        over = Math.min(over, entry);
    }

    boolean isKnownOver(int entry) {
        return over < entry;
    }
}
