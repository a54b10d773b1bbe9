package dev.millrace.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps two writes of one item apart, from before they look at it until their outcome is durable.
/// Writes of other items go on meanwhile and share the engine's commits. Several items are taken in
/// their order, so that nobody waits in a circle. A lock is there while somebody wants it.
final class ItemLocks {
    private final Map<Name, Gate> gates = new ConcurrentHashMap<>();

    /// An item of a table, or whatever else is to be had by one at a time.
    record Name(int table, ItemKey key) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            int order = Integer.compare(table, other.table);
            return order == 0 ? key.compareTo(other.key) : order;
        }
    }

    private static final class Gate {
        final ReentrantLock lock = new ReentrantLock();
        int users; // changed while the map holds on to its entry
    }

    /// Locks that one thread has; the same has to let go of them.
    final class Held implements AutoCloseable {
        private final List<Name> names = new ArrayList<>();

        @Override
        public void close() {
            for (Name name : names.reversed()) {
                gate(name).lock.unlock();
                leave(name);
            }
            names.clear();
        }
    }

    /// Waits until nobody else has any of these.
    Held take(SortedSet<Name> names) throws InterruptedException {
        var held = new Held();
        for (Name name : names) {
            Gate gate =
                    gates.compute(
                            name,
                            (_, known) -> {
                                Gate entered = known == null ? new Gate() : known;
                                entered.users++;
                                return entered;
                            });
            try {
                gate.lock.lockInterruptibly();
            } catch (InterruptedException e) {
                leave(name);
                held.close();
                throw e;
            }
            held.names.add(name);
        }
        return held;
    }

    private Gate gate(Name name) {
        Gate gate = gates.get(name);
        if (gate == null) throw new IllegalStateException("not held: " + name);
        return gate;
    }

    private void leave(Name name) {
        gates.computeIfPresent(name, (_, gate) -> --gate.users == 0 ? null : gate);
    }

    /// How many locks there are; none while nobody writes.
    int size() {
        return gates.size();
    }
}
