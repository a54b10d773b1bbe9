package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads what [CatalogEncoder] wrote. Bytes that it cannot have written are a bug and throw.
final class CatalogDecoder {
    private final DataInputStream in;

    private CatalogDecoder(byte[] bytes) {
        in = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    static CatalogCommand command(byte[] bytes) {
        var decoder = new CatalogDecoder(bytes);
        try {
            decoder.version();
            CatalogCommand command = decoder.command();
            decoder.end();
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException("a command of " + bytes.length + " bytes", e);
        }
    }

    static CatalogState snapshot(byte[] bytes) {
        var decoder = new CatalogDecoder(bytes);
        try {
            decoder.version();
            CatalogState state = decoder.state();
            decoder.end();
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException("a snapshot of " + bytes.length + " bytes", e);
        }
    }

    private void version() throws IOException {
        int version = in.readUnsignedByte();
        if (version != CatalogEncoder.VERSION) throw new IOException("catalog version " + version);
    }

    private void end() throws IOException {
        if (in.read() >= 0) throw new IOException("more bytes than expected");
    }

    private CatalogCommand command() throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case CatalogEncoder.FOUND -> new CatalogCommand.Found(in.readUTF());
            case CatalogEncoder.CREATE ->
                    new CatalogCommand.Create(
                            in.readInt(),
                            name(),
                            in.readUTF(),
                            StreamMode.of(in.readUnsignedByte()),
                            in.readInt(),
                            tags(),
                            in.readInt(),
                            in.readLong(),
                            in.readLong());
            case CatalogEncoder.SPLIT ->
                    new CatalogCommand.Split(in.readInt(), in.readInt(), key(), in.readLong());
            case CatalogEncoder.MERGE ->
                    new CatalogCommand.Merge(
                            in.readInt(), in.readInt(), in.readInt(), in.readLong());
            case CatalogEncoder.SCALE ->
                    new CatalogCommand.Scale(
                            in.readInt(), steps(), flag(), in.readLong(), in.readLong());
            case CatalogEncoder.DELETE -> new CatalogCommand.Delete(in.readInt(), in.readLong());
            case CatalogEncoder.SETTLE ->
                    new CatalogCommand.Settle(
                            in.readInt(), in.readLong(), in.readLong(), in.readInt());
            case CatalogEncoder.RETAIN ->
                    new CatalogCommand.Retain(in.readInt(), in.readInt(), in.readLong());
            case CatalogEncoder.EXPIRE -> new CatalogCommand.Expire(in.readInt(), indexes());
            case CatalogEncoder.TOGETHER -> new CatalogCommand.Together(commands());
            default -> throw new IOException("command of kind " + kind);
        };
    }

    private List<CatalogCommand> commands() throws IOException {
        int count = in.readInt();
        var commands = new ArrayList<CatalogCommand>();
        for (int i = 0; i < count; i++) commands.add(command());
        return commands;
    }

    private List<Integer> indexes() throws IOException {
        int count = in.readInt();
        var indexes = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) indexes.add(in.readInt());
        return indexes;
    }

    private List<ShardStep> steps() throws IOException {
        int count = in.readInt();
        var steps = new ArrayList<ShardStep>();
        for (int i = 0; i < count; i++) steps.add(step());
        return steps;
    }

    private ShardStep step() throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case CatalogEncoder.STEP_SPLIT -> new ShardStep.Split(in.readInt(), key());
            case CatalogEncoder.STEP_MERGE -> new ShardStep.Merge(in.readInt(), in.readInt());
            default -> throw new IOException("step of kind " + kind);
        };
    }

    private boolean flag() throws IOException {
        int value = in.readUnsignedByte();
        if (value > 1) throw new IOException("flag " + value);
        return value == 1;
    }

    private CatalogState state() throws IOException {
        String storeKey = in.readUTF();
        int nextStream = in.readInt();
        int nextShard = in.readInt();
        int count = in.readInt();
        var streams = new ArrayList<Stream>();
        for (int i = 0; i < count; i++) streams.add(stream());
        count = in.readInt();
        var creationSeconds = new LinkedHashMap<StreamName, Long>();
        for (int i = 0; i < count; i++) creationSeconds.put(name(), in.readLong());
        count = in.readInt();
        var deleted = new ArrayList<DeletedStream>();
        for (int i = 0; i < count; i++)
            deleted.add(new DeletedStream(in.readInt(), name(), in.readLong()));
        return new CatalogState(storeKey, nextStream, nextShard, streams, creationSeconds, deleted);
    }

    private Stream stream() throws IOException {
        return new Stream(
                in.readInt(),
                name(),
                in.readUTF(),
                StreamMode.of(in.readUnsignedByte()),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readInt(),
                tags(),
                in.readInt(),
                shards(),
                transition());
    }

    private ShardTable shards() throws IOException {
        int count = in.readInt();
        var shards = new ArrayList<Shard>();
        for (int i = 0; i < count; i++)
            shards.add(
                    new Shard(
                            in.readInt(),
                            in.readInt(),
                            in.readLong(),
                            in.readLong(),
                            new HashKeyRange(key(), key()),
                            in.readInt(),
                            in.readInt(),
                            in.readLong()));
        return new ShardTable(shards);
    }

    private @Nullable Transition transition() throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case CatalogEncoder.ACTIVE -> null;
            case CatalogEncoder.CREATING -> new Transition.Creating(in.readInt(), in.readLong());
            case CatalogEncoder.SPLITTING ->
                    new Transition.Splitting(in.readInt(), key(), in.readLong());
            case CatalogEncoder.MERGING ->
                    new Transition.Merging(in.readInt(), in.readInt(), in.readLong());
            case CatalogEncoder.SCALING -> new Transition.Scaling(steps(), in.readLong());
            case CatalogEncoder.DELETING -> new Transition.Deleting(in.readLong());
            default -> throw new IOException("transition of kind " + kind);
        };
    }

    private StreamName name() throws IOException {
        return new StreamName(in.readUTF(), in.readUTF(), in.readUTF());
    }

    private HashKey key() throws IOException {
        return new HashKey(in.readLong(), in.readLong());
    }

    private Map<String, String> tags() throws IOException {
        int count = in.readInt();
        var tags = new LinkedHashMap<String, String>();
        for (int i = 0; i < count; i++) tags.put(in.readUTF(), in.readUTF());
        return tags;
    }
}
