package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How much each stream was written to in its busiest minute of the last 30 days: what the ledger
/// of this name has built up. Bytes: `docs/file-format.md`. Any thread.
public final class Peaks implements StateMachine {
    /// The name of the ledger that keeps the peaks.
    public static final String LEDGER = "peaks";

    private static final int VERSION = 1;

    /// A kind of command. Never reuse one.
    private static final int MINUTE = 1;

    private static final long HOUR_MS = 3_600_000;

    /// One stream's.
    private record Windows(PeakWindow bytes, PeakWindow records) {
        Windows() {
            this(new PeakWindow(), new PeakWindow());
        }
    }

    private final TreeMap<Integer, Windows> streams = new TreeMap<>(); // guarded by this

    /// The hour, since the epoch, of a time; never before it, whatever the clock says.
    static int hour(long nowMs) {
        return Math.clamp(nowMs / HOUR_MS, 0, Integer.MAX_VALUE);
    }

    /// The most of the last 30 days, bytes and records each by itself.
    ///
    /// @param stream internal number
    public synchronized Throughput peak(int stream, long nowMs) {
        Windows windows = streams.get(stream);
        if (windows == null) return Throughput.NONE;
        int hour = hour(nowMs);
        return new Throughput(windows.bytes.most(hour), windows.records.most(hour));
    }

    /// The command that remembers a minute of several streams and forgets streams that are gone.
    ///
    /// @param minutes by the streams' internal numbers
    /// @param present the numbers of all streams there are
    /// @return null if there is nothing to remember or to forget
    public synchronized byte @Nullable [] remembering(
            Map<Integer, Throughput> minutes, Set<Integer> present, long nowMs) {
        int hour = hour(nowMs);
        var higher = new TreeMap<>(minutes);
        higher.entrySet().removeIf(it -> !admits(it.getKey(), it.getValue(), hour));
        higher.keySet().retainAll(present);
        var gone = new TreeSet<>(streams.keySet());
        gone.removeAll(present);
        if (higher.isEmpty() && gone.isEmpty()) return null;
        return written(
                out -> {
                    out.writeByte(MINUTE);
                    out.writeInt(hour);
                    out.writeInt(higher.size());
                    for (var minute : higher.entrySet()) {
                        out.writeInt(minute.getKey());
                        out.writeLong(minute.getValue().bytes());
                        out.writeLong(minute.getValue().records());
                    }
                    out.writeInt(gone.size());
                    for (int stream : gone) out.writeInt(stream);
                });
    }

    private boolean admits(int stream, Throughput minute, int hour) {
        Windows windows = streams.getOrDefault(stream, new Windows());
        return windows.bytes.admits(hour, minute.bytes())
                || windows.records.admits(hour, minute.records());
    }

    @Override
    public synchronized void apply(byte[] command) {
        read(
                command,
                in -> {
                    int kind = in.readUnsignedByte();
                    if (kind != MINUTE) throw new IOException("command of kind " + kind);
                    int hour = hour(in);
                    for (int rest = count(in); rest > 0; rest--) {
                        Windows windows = streams.computeIfAbsent(in.readInt(), _ -> new Windows());
                        windows.bytes.add(hour, in.readLong());
                        windows.records.add(hour, in.readLong());
                    }
                    for (int rest = count(in); rest > 0; rest--) streams.remove(in.readInt());
                });
    }

    @Override
    public synchronized byte[] snapshot() {
        return written(
                out -> {
                    out.writeInt(streams.size());
                    for (var stream : streams.entrySet()) {
                        out.writeInt(stream.getKey());
                        put(out, stream.getValue().bytes);
                        put(out, stream.getValue().records);
                    }
                });
    }

    @Override
    public synchronized void restore(byte[] snapshot) {
        if (!streams.isEmpty()) throw new IllegalStateException("restored after a command");
        read(
                snapshot,
                in -> {
                    for (int rest = in.readInt(); rest > 0; rest--)
                        streams.put(in.readInt(), new Windows(window(in), window(in)));
                });
    }

    private static void put(DataOutputStream out, PeakWindow window) throws IOException {
        out.writeInt(window.all().size());
        for (PeakWindow.Peak peak : window.all()) {
            out.writeInt(peak.hour());
            out.writeLong(peak.value());
        }
    }

    private static PeakWindow window(DataInputStream in) throws IOException {
        var window = new PeakWindow();
        for (int rest = count(in); rest > 0; rest--) window.add(hour(in), in.readLong());
        return window;
    }

    private static int hour(DataInputStream in) throws IOException {
        int hour = in.readInt();
        if (hour < 0) throw new IOException("hour " + hour);
        return hour;
    }

    /// How many there are of something that takes at least a byte each.
    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) throw new IOException(count + " of them");
        return count;
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading {
        void from(DataInputStream in) throws IOException;
    }

    private static byte[] written(Writing content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            content.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void read(byte[] bytes, Reading content) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) throw new IOException("peaks version " + version);
            content.from(in);
            if (in.read() >= 0) throw new IOException("more bytes than expected");
        } catch (IOException e) {
            throw new UncheckedIOException("peaks of " + bytes.length + " bytes", e);
        }
    }
}
