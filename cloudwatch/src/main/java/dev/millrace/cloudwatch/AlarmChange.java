package dev.millrace.cloudwatch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What becomes of alarms at once: a command of the ledger `alarms`. Bytes:
/// `docs/file-format.md`.
///
/// @param nowMs when it was decided
/// @param put alarms as they are from now on
/// @param deleted alarms that are no more
/// @param happened what is remembered of it
record AlarmChange(
        long nowMs, List<Alarm> put, List<AlarmKey> deleted, List<HistoryItem> happened) {
    static final int VERSION = 1;

    /// A kind of command. Never reuse one.
    private static final int CHANGE = 1;

    byte[] encode() {
        return Bytes.written(
                out -> {
                    out.writeByte(VERSION);
                    out.writeByte(CHANGE);
                    Bytes.writeLong(out, nowMs);
                    Bytes.writeLong(out, put.size());
                    for (Alarm alarm : put) AlarmCodec.write(out, alarm);
                    Bytes.writeLong(out, deleted.size());
                    for (AlarmKey key : deleted) AlarmCodec.writeKey(out, key);
                    Bytes.writeLong(out, happened.size());
                    for (HistoryItem item : happened) AlarmCodec.write(out, item);
                });
    }

    static AlarmChange decode(byte[] command) {
        var now = new long[1];
        var put = new ArrayList<Alarm>();
        var deleted = new ArrayList<AlarmKey>();
        var happened = new ArrayList<HistoryItem>();
        Bytes.read(
                command,
                command.length,
                "alarms",
                in -> {
                    int version = in.readUnsignedByte();
                    if (version != VERSION) throw new IOException("alarms version " + version);
                    int kind = in.readUnsignedByte();
                    if (kind != CHANGE) throw new IOException("command of kind " + kind);
                    now[0] = Bytes.readLong(in);
                    for (int n = Bytes.readCount(in); n > 0; n--) put.add(AlarmCodec.read(in));
                    for (int n = Bytes.readCount(in); n > 0; n--)
                        deleted.add(AlarmCodec.readKey(in));
                    for (int n = Bytes.readCount(in); n > 0; n--)
                        happened.add(AlarmCodec.readItem(in));
                });
        return new AlarmChange(now[0], put, deleted, happened);
    }
}
