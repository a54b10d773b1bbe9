package dev.millrace.benchmarks;

import dev.millrace.model.Blob;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// As much of Apache Kafka's protocol as producing takes, so that a broker gets requests prepared
/// beforehand as Millrace does: its own client uses several times the broker's CPU.
///
/// Source: the protocol guide of Apache Kafka; ApiVersions 0, CreateTopics 2, Produce 3, records of
/// format 2. No number below is a varint but inside a record.
final class KafkaWire implements AutoCloseable {
    private static final short PRODUCE = 0;
    private static final short CREATE_TOPICS = 19;
    private static final short API_VERSIONS = 18;

    private static final int TIMEOUT_MS = 30_000;
    private static final short ALL_REPLICAS = -1;
    private static final byte[] CLIENT = "benchmark".getBytes(StandardCharsets.US_ASCII);

    /// Base offset, length, leader epoch, format and checksum: what comes before the checked bytes.
    private static final int CHECKED_FROM = 21;

    private final Socket socket;
    private final DataInputStream in;

    KafkaWire(int port) throws IOException {
        socket = Connection.open(port);
        in = new DataInputStream(socket.getInputStream());
    }

    /// Sends a whole request and reads the whole answer, without its header.
    ByteBuffer send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        return ByteBuffer.wrap(answer, 4, answer.length - 4).slice();
    }

    /// Whether a broker takes requests here.
    static boolean answers(int port) throws IOException {
        try (var wire = new KafkaWire(port)) {
            return wire.send(request(API_VERSIONS, 0, body -> {})).getShort() == 0;
        }
    }

    static byte[] createTopic(String topic, int partitions, Map<String, String> settings)
            throws IOException {
        return request(
                CREATE_TOPICS,
                2,
                body -> {
                    body.writeInt(1);
                    body.writeUTF(topic);
                    body.writeInt(partitions);
                    body.writeShort(1); // replica
                    body.writeInt(0); // assignments by hand
                    body.writeInt(settings.size());
                    for (var setting : settings.entrySet()) {
                        body.writeUTF(setting.getKey());
                        body.writeUTF(setting.getValue());
                    }
                    body.writeInt(TIMEOUT_MS);
                    body.writeBoolean(false); // not only a question
                });
    }

    /// The error of a topic that should be created; 0 is none.
    static int createError(ByteBuffer answer) {
        answer.getInt(); // throttled for
        answer.getInt(); // topics
        answer.position(answer.position() + 2 + answer.getShort(answer.position()));
        return answer.getShort();
    }

    /// A request to store records, each partition's in one batch.
    static byte[] produce(String topic, Map<Integer, List<Bodies.Entry>> partitions)
            throws IOException {
        return request(
                PRODUCE,
                3,
                body -> {
                    body.writeShort(-1); // no transaction
                    body.writeShort(ALL_REPLICAS);
                    body.writeInt(TIMEOUT_MS);
                    body.writeInt(1);
                    body.writeUTF(topic);
                    body.writeInt(partitions.size());
                    for (var partition : new TreeMap<>(partitions).entrySet()) {
                        byte[] batch = batch(partition.getValue());
                        body.writeInt(partition.getKey());
                        body.writeInt(batch.length);
                        body.write(batch);
                    }
                });
    }

    /// The first error in an answer to a request to store records; 0 if there is none.
    static int produceError(ByteBuffer answer) {
        answer.getInt(); // topics
        answer.position(answer.position() + 2 + answer.getShort(answer.position()));
        int partitions = answer.getInt();
        for (int i = 0; i < partitions; i++) {
            answer.getInt(); // partition
            short error = answer.getShort();
            if (error != 0) return error;
            answer.getLong(); // offset
            answer.getLong(); // time
        }
        return 0;
    }

    private interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static byte[] request(short key, int version, Body body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(0); // the length, below
        out.writeShort(key);
        out.writeShort(version);
        out.writeInt(1); // correlation: one request at a time
        out.writeShort(CLIENT.length);
        out.write(CLIENT);
        body.writeTo(out);
        byte[] request = bytes.toByteArray();
        ByteBuffer.wrap(request).putInt(request.length - 4);
        return request;
    }

    private static byte[] batch(List<Bodies.Entry> entries) throws IOException {
        long nowMs = System.currentTimeMillis();
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeLong(0); // the offset is the broker's to give
        out.writeInt(0); // the length, below
        out.writeInt(-1); // leader's epoch
        out.writeByte(2); // format
        out.writeInt(0); // the checksum, below
        out.writeShort(0); // no compression
        out.writeInt(entries.size() - 1);
        out.writeLong(nowMs);
        out.writeLong(nowMs);
        out.writeLong(-1); // no producer's number
        out.writeShort(-1);
        out.writeInt(-1);
        out.writeInt(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            byte[] record = record(i, entries.get(i));
            varint(out, record.length);
            out.write(record);
        }
        byte[] batch = bytes.toByteArray();
        var crc = new CRC32C();
        crc.update(batch, CHECKED_FROM, batch.length - CHECKED_FROM);
        ByteBuffer.wrap(batch)
                .putInt(8, batch.length - 12)
                .putInt(CHECKED_FROM - 4, (int) crc.getValue());
        return batch;
    }

    private static byte[] record(int number, Bodies.Entry entry) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(0);
        varint(out, 0); // as old as the first
        varint(out, number);
        byte[] key = entry.key().getBytes(StandardCharsets.US_ASCII);
        varint(out, key.length);
        out.write(key);
        Blob data = entry.data();
        varint(out, data.length());
        out.write(data.array(), data.offset(), data.length());
        varint(out, 0); // headers
        return bytes.toByteArray();
    }

    /// Seven bits a byte, the lowest first; the sign is bit 0.
    private static void varint(DataOutputStream out, int value) throws IOException {
        int left = value << 1 ^ value >> 31;
        for (; (left & ~127) != 0; left >>>= 7) out.writeByte((left & 127) | 128);
        out.writeByte(left);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
