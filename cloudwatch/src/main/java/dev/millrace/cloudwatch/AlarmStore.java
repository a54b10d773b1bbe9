package dev.millrace.cloudwatch;

import dev.millrace.stream.StateMachine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/// All alarms and their history: what the ledger of this name has built up. Any thread.
public final class AlarmStore implements StateMachine {
    /// The name of the ledger that keeps alarms.
    public static final String LEDGER = "alarms";

    private static final int VERSION = 1;

    /// Source: CloudWatch user guide, "Alarm history".
    private static final long KEPT_MS = Duration.ofDays(30).toMillis();

    private final int mostHistory;
    private final TreeMap<AlarmKey, Alarm> alarms = new TreeMap<>(); // guarded by this
    private final Deque<HistoryItem> history = new ArrayDeque<>(); // oldest first; guarded by this

    /// @param mostHistory items of history that are kept over all alarms; the oldest go
    public AlarmStore(int mostHistory) {
        this.mostHistory = mostHistory;
    }

    @Override
    public synchronized void apply(byte[] command) {
        AlarmChange change = AlarmChange.decode(command);
        for (Alarm alarm : change.put()) alarms.put(alarm.key(), alarm);
        for (AlarmKey key : change.deleted()) alarms.remove(key);
        history.addAll(change.happened());
        for (HistoryItem oldest; (oldest = history.peekFirst()) != null; ) {
            boolean old = oldest.atMs() < change.nowMs() - KEPT_MS;
            if (!old && history.size() <= mostHistory) break;
            history.removeFirst();
        }
    }

    synchronized @Nullable Alarm find(AlarmKey key) {
        return alarms.get(key);
    }

    /// All that are wanted, by account, region and name.
    synchronized List<Alarm> list(Predicate<Alarm> wanted) {
        return alarms.values().stream().filter(wanted).toList();
    }

    /// All, in the same order.
    synchronized List<Alarm> all() {
        return List.copyOf(alarms.values());
    }

    synchronized int count() {
        return alarms.size();
    }

    /// What happened, the newest first.
    synchronized List<HistoryItem> history(Predicate<HistoryItem> wanted) {
        var found = new ArrayList<HistoryItem>();
        for (HistoryItem item : history) if (wanted.test(item)) found.add(item);
        return found.reversed();
    }

    @Override
    public synchronized byte[] snapshot() {
        return Bytes.written(
                out -> {
                    out.writeByte(VERSION);
                    Bytes.writeLong(out, alarms.size());
                    for (Alarm alarm : alarms.values()) AlarmCodec.write(out, alarm);
                    Bytes.writeLong(out, history.size());
                    for (HistoryItem item : history) AlarmCodec.write(out, item);
                });
    }

    @Override
    public synchronized void restore(byte[] snapshot) {
        if (!alarms.isEmpty()) throw new IllegalStateException("restored after a command");
        Bytes.read(
                snapshot,
                snapshot.length,
                "alarms",
                in -> {
                    int version = in.readUnsignedByte();
                    if (version != VERSION) throw new IOException("alarms version " + version);
                    for (int n = Bytes.readCount(in); n > 0; n--) {
                        Alarm alarm = AlarmCodec.read(in);
                        alarms.put(alarm.key(), alarm);
                    }
                    for (int n = Bytes.readCount(in); n > 0; n--)
                        history.add(AlarmCodec.readItem(in));
                });
    }
}
