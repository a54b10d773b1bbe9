package dev.millrace.cloudwatch;

import dev.millrace.model.JsonReader;
import dev.millrace.model.JsonWriter;
import dev.millrace.model.MalformedException;
import dev.millrace.model.cloudwatch.PutMetricAlarmInput;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Alarms and what happened to them, in bytes; a definition is kept as the API's own JSON. Bytes:
/// `docs/file-format.md`.
final class AlarmCodec {
    private AlarmCodec() {}

    static void write(DataOutputStream out, Alarm alarm) throws IOException {
        writeKey(out, alarm.key());
        var definition = new JsonWriter();
        alarm.definition().write(definition);
        Bytes.writeLong(out, definition.length());
        out.write(definition.array(), 0, definition.length());
        Bytes.writeLong(out, alarm.tags().size());
        for (Map.Entry<String, String> tag : alarm.tags().entrySet()) {
            writeText(out, tag.getKey());
            writeText(out, tag.getValue());
        }
        Bytes.writeLong(out, alarm.configuredMs());
        out.writeByte(alarm.state().code);
        writeText(out, alarm.reason());
        writeText(out, alarm.reasonData());
        Bytes.writeLong(out, alarm.updatedMs());
        Bytes.writeLong(out, alarm.transitionedMs());
    }

    static Alarm read(DataInputStream in) throws IOException {
        AlarmKey key = readKey(in);
        byte[] json = readBytes(in);
        var tags = new TreeMap<String, String>();
        for (int rest = Bytes.readCount(in); rest > 0; rest--) tags.put(readText(in), readText(in));
        return new Alarm(
                key,
                definition(json),
                tags,
                Bytes.readLong(in),
                AlarmState.of(in.readUnsignedByte()),
                readText(in),
                readText(in),
                Bytes.readLong(in),
                Bytes.readLong(in));
    }

    private static PutMetricAlarmInput definition(byte[] json) throws IOException {
        try {
            var reader = new JsonReader(json, 0, json.length);
            PutMetricAlarmInput definition = PutMetricAlarmInput.TYPE.read(reader);
            reader.end();
            if (reader.fault() != null) throw new IOException(reader.fault());
            return definition;
        } catch (MalformedException e) {
            throw new IOException("an alarm's definition", e);
        }
    }

    static void write(DataOutputStream out, HistoryItem item) throws IOException {
        writeKey(out, item.alarm());
        Bytes.writeLong(out, item.atMs());
        out.writeByte(item.type().code);
        writeText(out, item.summary());
        writeText(out, item.data());
    }

    static HistoryItem readItem(DataInputStream in) throws IOException {
        return new HistoryItem(
                readKey(in),
                Bytes.readLong(in),
                HistoryItem.Type.of(in.readUnsignedByte()),
                readText(in),
                readText(in));
    }

    static void writeKey(DataOutputStream out, AlarmKey key) throws IOException {
        writeText(out, key.account());
        writeText(out, key.region());
        writeText(out, key.name());
    }

    static AlarmKey readKey(DataInputStream in) throws IOException {
        return new AlarmKey(readText(in), readText(in), readText(in));
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Bytes.writeLong(out, bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[Bytes.readCount(in)];
        in.readFully(bytes);
        return bytes;
    }
}
