package dev.millrace.cloudwatch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Points of several series that become durable together: a command of the ledger `metrics`.
/// Texts
/// are told once each. Bytes: `docs/file-format.md`.
///
/// @param nowSecond when it was made; what is too old by then is forgotten
record PointBatch(long nowSecond, List<Entry> entries) {
    static final int VERSION = 1;

    /// A kind of command. Never reuse one.
    private static final int POINTS = 1;

    /// @param resolutionSeconds 1 or 60
    record Entry(SeriesKey series, long second, Sample sample, int resolutionSeconds) {}

    byte[] encode() {
        Map<String, Integer> texts = new LinkedHashMap<>();
        byte[] body =
                Bytes.written(
                        out -> {
                            Bytes.writeLong(out, entries.size());
                            for (Entry entry : entries) {
                                writeKey(out, entry.series, texts);
                                out.writeByte(entry.resolutionSeconds);
                                PointCodec.write(out, new Point(entry.second, entry.sample), 0);
                            }
                        });
        return Bytes.written(
                out -> {
                    out.writeByte(VERSION);
                    out.writeByte(POINTS);
                    Bytes.writeLong(out, nowSecond);
                    writeTexts(out, texts);
                    out.write(body);
                });
    }

    static void writeTexts(DataOutputStream out, Map<String, Integer> texts) throws IOException {
        Bytes.writeLong(out, texts.size());
        for (String text : texts.keySet()) out.writeUTF(text);
    }

    static List<String> readTexts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int rest = Bytes.readCount(in); rest > 0; rest--) texts.add(in.readUTF());
        return texts;
    }

    private static void writeText(DataOutputStream out, String text, Map<String, Integer> texts)
            throws IOException {
        Integer known = texts.get(text);
        int number = known == null ? texts.size() : known;
        if (known == null) texts.put(text, number);
        Bytes.writeLong(out, number);
    }

    private static String readText(DataInputStream in, List<String> texts) throws IOException {
        int number = Bytes.readInt(in);
        if (number < 0 || number >= texts.size()) throw new IOException("text " + number);
        return texts.get(number);
    }

    static void writeKey(DataOutputStream out, SeriesKey key, Map<String, Integer> texts)
            throws IOException {
        MetricKey metric = key.metric();
        writeText(out, metric.account(), texts);
        writeText(out, metric.region(), texts);
        writeText(out, metric.namespace(), texts);
        writeText(out, metric.name(), texts);
        writeText(out, key.unit(), texts);
        Bytes.writeLong(out, metric.dimensions().size());
        for (Map.Entry<String, String> dimension : metric.dimensions().entrySet()) {
            writeText(out, dimension.getKey(), texts);
            writeText(out, dimension.getValue(), texts);
        }
    }

    static SeriesKey readKey(DataInputStream in, List<String> texts) throws IOException {
        String account = readText(in, texts);
        String region = readText(in, texts);
        String namespace = readText(in, texts);
        String name = readText(in, texts);
        String unit = readText(in, texts);
        var dimensions = new TreeMap<String, String>();
        for (int rest = Bytes.readCount(in); rest > 0; rest--)
            dimensions.put(readText(in, texts), readText(in, texts));
        return new SeriesKey(new MetricKey(account, region, namespace, name, dimensions), unit);
    }

    static PointBatch decode(byte[] command) {
        var entries = new ArrayList<Entry>();
        long[] now = new long[1];
        Bytes.read(
                command,
                command.length,
                "points",
                in -> {
                    int version = in.readUnsignedByte();
                    if (version != VERSION) throw new IOException("points version " + version);
                    int kind = in.readUnsignedByte();
                    if (kind != POINTS) throw new IOException("command of kind " + kind);
                    now[0] = Bytes.readLong(in);
                    List<String> texts = readTexts(in);
                    for (int rest = Bytes.readCount(in); rest > 0; rest--) {
                        SeriesKey key = readKey(in, texts);
                        int resolution = in.readUnsignedByte();
                        if (resolution != 1 && resolution != 60)
                            throw new IOException("resolution " + resolution);
                        Point point = PointCodec.read(in, 0);
                        entries.add(new Entry(key, point.second(), point.sample(), resolution));
                    }
                });
        return new PointBatch(now[0], entries);
    }
}
