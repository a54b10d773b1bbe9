package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Acknowledged;
import dev.millrace.simulation.Entry.Place;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// What all clients did and were told, in the order in which it happened to them.
final class History {
    /// Far from those that are given out otherwise.
    private static final int FIRST_GROUP = 1_000;

    private final List<Entry> entries = new ArrayList<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private int writes;
    private int readers;
    private int groups;

    void add(Entry entry) {
        entries.add(entry);
        if (entry instanceof Acknowledged one && Place.isLasting(one.place().stream()))
            acknowledged.add(one);
    }

    /// What was told since some entry does not count, but for this.
    void endAt(int size, Entry last) {
        entries.subList(size, entries.size()).clear();
        entries.add(last);
    }

    /// Any write that has its number, of a stream that stays; null if there is none yet.
    @Nullable Acknowledged anyAcknowledged(SplittableRandom random) {
        return acknowledged.isEmpty()
                ? null
                : acknowledged.get(random.nextInt(acknowledged.size()));
    }

    /// The place of the next entry.
    int size() {
        return entries.size();
    }

    List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    int nextWrite() {
        return writes++;
    }

    /// The number of another consumer that reads.
    int nextGroup() {
        return FIRST_GROUP + groups++;
    }

    int nextReader() {
        return readers++;
    }
}
