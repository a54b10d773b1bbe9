package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Acknowledged;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/// What all clients did and were told, in the order in which it happened to them.
final class History {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private int writes;
    private int readers;

    void add(Entry entry) {
        entries.add(entry);
        if (entry instanceof Acknowledged one) acknowledged.add(one);
    }

    /// Any write that has its number; null if there is none yet.
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

    int nextReader() {
        return readers++;
    }
}
