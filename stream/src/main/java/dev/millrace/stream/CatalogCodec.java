package dev.millrace.stream;

import dev.millrace.stream.CatalogCommand.Create;
import dev.millrace.stream.CatalogCommand.Delete;
import dev.millrace.stream.CatalogCommand.Expire;
import dev.millrace.stream.CatalogCommand.Found;
import dev.millrace.stream.CatalogCommand.Reshard;
import dev.millrace.stream.CatalogCommand.Retain;
import dev.millrace.stream.CatalogCommand.Settle;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The catalog's bytes, version 1: big-endian; a text is `DataOutput.writeUTF`'s; a list or map has
/// its length before it, an int.
///
/// A ledger command is: version (byte), number of commands (int), then each as its code (byte) and
/// its fields in the order in which its record names them. Codes are persisted: never reuse one.
final class CatalogCodec {
    private static final byte VERSION = 1;

    private static final byte FOUND = 1;
    private static final byte CREATE = 2;
    private static final byte RESHARD = 3;
    private static final byte DELETE = 4;
    private static final byte SETTLE = 5;
    private static final byte RETAIN = 6;
    private static final byte EXPIRE = 7;

    private static final byte NOTHING_PENDING = 0;
    private static final byte CREATION_PENDING = 1;
    private static final byte RESHARD_PENDING = 2;
    private static final byte DELETION_PENDING = 3;

    private CatalogCodec() {}

    static byte[] encode(List<CatalogCommand> commands) {
        return write(out -> writeList(out, commands, CatalogCodec::command));
    }

    static List<CatalogCommand> decode(byte[] bytes) {
        return read(bytes, in -> readList(in, CatalogCodec::command));
    }

    /// The state of a catalog, to be written whole.
    ///
    /// @param tokenKey hexadecimal, empty before the store's first command
    /// @param lastCreationSeconds last creation second used under each name, deleted ones included
    record State(
            String tokenKey,
            int nextStream,
            int nextShard,
            Map<StreamKey, Long> lastCreationSeconds,
            List<Stream> streams) {}

    static byte[] encode(State state) {
        return write(
                out -> {
                    out.writeUTF(state.tokenKey);
                    out.writeInt(state.nextStream);
                    out.writeInt(state.nextShard);
                    // Sorted, so that equal states have equal bytes.
                    writeList(
                            out,
                            List.copyOf(new TreeMap<>(state.lastCreationSeconds).entrySet()),
                            (to, entry) -> {
                                key(to, entry.getKey());
                                to.writeLong(entry.getValue());
                            });
                    writeList(out, state.streams, CatalogCodec::stream);
                });
    }

    static State decodeState(byte[] bytes, Limits limits) {
        return read(
                bytes,
                in -> {
                    String tokenKey = in.readUTF();
                    int nextStream = in.readInt();
                    int nextShard = in.readInt();
                    var seconds = new LinkedHashMap<StreamKey, Long>();
                    for (int left = in.readInt(); left > 0; left--)
                        seconds.put(key(in), in.readLong());
                    List<Stream> streams = readList(in, from -> stream(from, limits));
                    return new State(tokenKey, nextStream, nextShard, seconds, streams);
                });
    }

    private static void command(DataOutputStream out, CatalogCommand command) throws IOException {
        switch (command) {
            case Found(String tokenKey) -> {
                out.writeByte(FOUND);
                out.writeUTF(tokenKey);
            }
            case Create create -> {
                out.writeByte(CREATE);
                key(out, create.key());
                out.writeInt(create.number());
                out.writeUTF(create.id());
                out.writeByte(create.mode().code);
                out.writeInt(create.maxRecordKiB());
                tags(out, create.tags());
                out.writeLong(create.nowMs());
                writeList(out, create.ranges(), CatalogCodec::range);
                out.writeLong(create.dueMs());
            }
            case Reshard(int stream, var parents, var children, long dueMs) -> {
                out.writeByte(RESHARD);
                out.writeInt(stream);
                writeList(out, parents, DataOutputStream::writeInt);
                writeList(out, children, CatalogCodec::range);
                out.writeLong(dueMs);
            }
            case Delete(int stream, long dueMs) -> {
                out.writeByte(DELETE);
                out.writeInt(stream);
                out.writeLong(dueMs);
            }
            case Settle(int stream, long nowMs, long creationSecond) -> {
                out.writeByte(SETTLE);
                out.writeInt(stream);
                out.writeLong(nowMs);
                out.writeLong(creationSecond);
            }
            case Retain(int stream, int hours, long nowMs) -> {
                out.writeByte(RETAIN);
                out.writeInt(stream);
                out.writeInt(hours);
                out.writeLong(nowMs);
            }
            case Expire(int stream, var shards) -> {
                out.writeByte(EXPIRE);
                out.writeInt(stream);
                writeList(out, shards, DataOutputStream::writeInt);
            }
        }
    }

    private static CatalogCommand command(DataInputStream in) throws IOException {
        byte code = in.readByte();
        return switch (code) {
            case FOUND -> new Found(in.readUTF());
            case CREATE ->
                    new Create(
                            key(in),
                            in.readInt(),
                            in.readUTF(),
                            StreamMode.of(in.readByte()),
                            in.readInt(),
                            tags(in),
                            in.readLong(),
                            readList(in, CatalogCodec::range),
                            in.readLong());
            case RESHARD ->
                    new Reshard(
                            in.readInt(),
                            readList(in, DataInputStream::readInt),
                            readList(in, CatalogCodec::range),
                            in.readLong());
            case DELETE -> new Delete(in.readInt(), in.readLong());
            case SETTLE -> new Settle(in.readInt(), in.readLong(), in.readLong());
            case RETAIN -> new Retain(in.readInt(), in.readInt(), in.readLong());
            case EXPIRE -> new Expire(in.readInt(), readList(in, DataInputStream::readInt));
            default -> throw new IOException("unknown catalog command " + code);
        };
    }

    private static void stream(DataOutputStream out, Stream stream) throws IOException {
        key(out, stream.key());
        out.writeInt(stream.number());
        out.writeUTF(stream.id());
        out.writeByte(stream.status().code);
        out.writeByte(stream.mode().code);
        out.writeInt(stream.retentionHours());
        out.writeLong(stream.forgottenMs());
        out.writeInt(stream.maxRecordKiB());
        tags(out, stream.tags());
        out.writeLong(stream.createdMs());
        writeList(out, stream.shards(), CatalogCodec::shard);
        out.writeInt(stream.nextIndex());
        pending(out, stream.pending());
    }

    private static Stream stream(DataInputStream in, Limits limits) throws IOException {
        StreamKey key = key(in);
        int number = in.readInt();
        String id = in.readUTF();
        StreamStatus status = StreamStatus.of(in.readByte());
        StreamMode mode = StreamMode.of(in.readByte());
        int retentionHours = in.readInt();
        long forgottenMs = in.readLong();
        int maxRecordKiB = in.readInt();
        Map<String, String> tags = tags(in);
        long createdMs = in.readLong();
        List<Shard> shards = readList(in, from -> shard(from, number, limits));
        int nextIndex = in.readInt();
        return new Stream(
                key,
                number,
                id,
                status,
                mode,
                retentionHours,
                forgottenMs,
                maxRecordKiB,
                tags,
                createdMs,
                shards,
                nextIndex,
                pending(in),
                Routing.of(shards));
    }

    private static void shard(DataOutputStream out, Shard shard) throws IOException {
        out.writeInt(shard.number());
        out.writeInt(shard.index());
        out.writeLong(shard.creationSecond());
        out.writeLong(shard.createdMs());
        range(out, shard.range());
        out.writeInt(shard.parent());
        out.writeInt(shard.adjacentParent());
        out.writeLong(shard.closedMs());
    }

    private static Shard shard(DataInputStream in, int stream, Limits limits) throws IOException {
        return new Shard(
                new ShardRef(in.readInt(), stream, in.readInt()),
                in.readLong(),
                in.readLong(),
                range(in),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                new ShardQuota(limits));
    }

    private static void pending(DataOutputStream out, @Nullable Pending pending)
            throws IOException {
        switch (pending) {
            case null -> out.writeByte(NOTHING_PENDING);
            case Pending.Creation(var ranges, long dueMs) -> {
                out.writeByte(CREATION_PENDING);
                writeList(out, ranges, CatalogCodec::range);
                out.writeLong(dueMs);
            }
            case Pending.Reshard(var parents, var children, long dueMs) -> {
                out.writeByte(RESHARD_PENDING);
                writeList(out, parents, DataOutputStream::writeInt);
                writeList(out, children, CatalogCodec::range);
                out.writeLong(dueMs);
            }
            case Pending.Deletion(long dueMs) -> {
                out.writeByte(DELETION_PENDING);
                out.writeLong(dueMs);
            }
        }
    }

    private static @Nullable Pending pending(DataInputStream in) throws IOException {
        byte code = in.readByte();
        return switch (code) {
            case NOTHING_PENDING -> null;
            case CREATION_PENDING ->
                    new Pending.Creation(readList(in, CatalogCodec::range), in.readLong());
            case RESHARD_PENDING ->
                    new Pending.Reshard(
                            readList(in, DataInputStream::readInt),
                            readList(in, CatalogCodec::range),
                            in.readLong());
            case DELETION_PENDING -> new Pending.Deletion(in.readLong());
            default -> throw new IOException("unknown pending transition " + code);
        };
    }

    private static void key(DataOutputStream out, StreamKey key) throws IOException {
        out.writeUTF(key.account());
        out.writeUTF(key.region());
        out.writeUTF(key.name());
    }

    private static StreamKey key(DataInputStream in) throws IOException {
        return new StreamKey(in.readUTF(), in.readUTF(), in.readUTF());
    }

    private static void range(DataOutputStream out, HashKeyRange range) throws IOException {
        out.writeLong(range.first().high());
        out.writeLong(range.first().low());
        out.writeLong(range.last().high());
        out.writeLong(range.last().low());
    }

    private static HashKeyRange range(DataInputStream in) throws IOException {
        return new HashKeyRange(
                new HashKey(in.readLong(), in.readLong()),
                new HashKey(in.readLong(), in.readLong()));
    }

    private static void tags(DataOutputStream out, Map<String, String> tags) throws IOException {
        writeList(
                out,
                List.copyOf(new TreeMap<>(tags).entrySet()),
                (to, tag) -> {
                    to.writeUTF(tag.getKey());
                    to.writeUTF(tag.getValue());
                });
    }

    private static Map<String, String> tags(DataInputStream in) throws IOException {
        var tags = new TreeMap<String, String>();
        for (int left = in.readInt(); left > 0; left--) tags.put(in.readUTF(), in.readUTF());
        return Map.copyOf(tags);
    }

    private interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static <T> void writeList(DataOutputStream out, List<T> values, Writer<T> writer)
            throws IOException {
        out.writeInt(values.size());
        for (T value : values) writer.write(out, value);
    }

    private static <T> List<T> readList(DataInputStream in, Reader<T> reader) throws IOException {
        int size = in.readInt();
        var values = new ArrayList<T>();
        for (int i = 0; i < size; i++) values.add(reader.read(in));
        return List.copyOf(values);
    }

    private static byte[] write(Body body) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reader<T> reader) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) throw new IOException("catalog format " + version);
            T value = reader.read(in);
            if (in.read() >= 0) throw new IOException("bytes behind the end");
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("the catalog cannot be read", e);
        }
    }
}
