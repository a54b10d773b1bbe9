package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what [CatalogEncoder] wrote. Bytes that it cannot have written are a bug and throw an
/// [UncheckedIOException], whatever is wrong with them.
final class CatalogDecoder {
    /// Commands inside commands; two are written at most.
    private static final int MAX_DEPTH = 16;

    private final DataInputStream in;
    private int depth;

    private CatalogDecoder(byte[] bytes) {
        in = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    static CatalogCommand command(byte[] bytes) {
        var decoder = new CatalogDecoder(bytes);
        try {
            decoder.version(CatalogEncoder.COMMAND_VERSION);
            CatalogCommand command = decoder.command();
            decoder.end();
            return command;
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw refusal("a command of " + bytes.length + " bytes", e);
        }
    }

    static CatalogState snapshot(byte[] bytes) {
        var decoder = new CatalogDecoder(bytes);
        try {
            int version = decoder.version(CatalogEncoder.SNAPSHOT_VERSION);
            CatalogState state = decoder.state();
            return version == 1 ? decoder.whole(state) : decoder.sections(state);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw refusal("a snapshot of " + bytes.length + " bytes", e);
        }
    }

    /// @param cause also what a value would not be made of
    private static UncheckedIOException refusal(String what, Exception cause) {
        return new UncheckedIOException(
                what, cause instanceof IOException io ? io : new IOException(cause));
    }

    private int version(int newest) throws IOException {
        int version = in.readUnsignedByte();
        if (version < 1 || version > newest) throw new IOException("catalog version " + version);
        return version;
    }

    private CatalogState whole(CatalogState state) throws IOException {
        end();
        return state;
    }

    /// Adds what the sections hold; one that is missing holds nothing.
    private CatalogState sections(CatalogState body) throws IOException {
        CatalogState state = body;
        int last = 0;
        for (int code = in.read(); code >= 0; code = in.read()) {
            if (code <= last) throw new IOException("section " + code + " behind " + last);
            last = code;
            int length = in.readInt();
            if (length < 0 || length > in.available())
                throw new IOException("section " + code + " of " + length + " bytes");
            var section = new CatalogDecoder(in.readNBytes(length));
            state = section.whole(section.section(code, state));
        }
        return state;
    }

    /// The state and what this section, `code`, holds: one case each.
    private CatalogState section(int code, CatalogState state) throws IOException {
        return switch (code) {
            case CatalogEncoder.STREAM_SETTINGS -> state.with(laterSettings(state.streams()));
            case CatalogEncoder.CONSUMERS -> state.with(in.readInt(), consumers());
            case CatalogEncoder.POLICIES -> state.withPolicies(policies());
            case CatalogEncoder.COUNT_UPDATES -> state.withCountUpdates(countUpdates());
            case CatalogEncoder.COMMITMENTS -> state.withCommitments(commitments());
            default -> throw new IOException("section " + code);
        };
    }

    private Map<Integer, RollingDay> countUpdates() throws IOException {
        int count = count();
        var updates = new LinkedHashMap<Integer, RollingDay>();
        for (int i = 0; i < count; i++) updates.put(in.readInt(), day());
        return updates;
    }

    private List<Stream> laterSettings(List<Stream> streams) throws IOException {
        int count = count();
        if (count != streams.size()) throw new IOException("settings of " + count + " streams");
        var settled = new ArrayList<Stream>();
        for (Stream stream : streams) {
            int number = in.readInt();
            if (number != stream.number()) throw new IOException("settings of stream " + number);
            StreamSettings now = stream.settings();
            settled.add(stream.with(laterSettings(now.mode(), now.tags(), now.maxRecordKib())));
        }
        return settled;
    }

    private List<Consumer> consumers() throws IOException {
        int count = count();
        var consumers = new ArrayList<Consumer>();
        for (int i = 0; i < count; i++)
            consumers.add(
                    new Consumer(
                            in.readInt(),
                            in.readInt(),
                            in.readUTF(),
                            in.readLong(),
                            tags(),
                            ConsumerStatus.of(in.readUnsignedByte()),
                            in.readLong()));
        return consumers;
    }

    private List<HeldPolicy> policies() throws IOException {
        int count = count();
        var policies = new ArrayList<HeldPolicy>();
        for (int i = 0; i < count; i++) policies.add(new HeldPolicy(holder(), in.readUTF()));
        return policies;
    }

    private PolicyHolder holder() throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case CatalogEncoder.STREAM_HOLDER -> new PolicyHolder.OfStream(in.readInt());
            case CatalogEncoder.CONSUMER_HOLDER -> new PolicyHolder.OfConsumer(in.readInt());
            default -> throw new IOException("policy holder of kind " + kind);
        };
    }

    private Map<RegionalAccount, BillingCommitment> commitments() throws IOException {
        int count = count();
        var commitments = new LinkedHashMap<RegionalAccount, BillingCommitment>();
        for (int i = 0; i < count; i++) commitments.put(account(), commitment());
        return commitments;
    }

    private RegionalAccount account() throws IOException {
        return new RegionalAccount(in.readUTF(), in.readUTF());
    }

    private BillingCommitment commitment() throws IOException {
        return new BillingCommitment(in.readLong(), in.readLong());
    }

    /// How many there are of something that takes at least a byte each.
    private int count() throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) throw new IOException(count + " of them");
        return count;
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
            case CatalogEncoder.CONFIGURE ->
                    new CatalogCommand.Configure(in.readInt(), settings(), in.readLong());
            case CatalogEncoder.ADJUST ->
                    new CatalogCommand.Adjust(in.readInt(), settings(), in.readLong());
            case CatalogEncoder.REGISTER ->
                    new CatalogCommand.Register(
                            in.readInt(),
                            in.readInt(),
                            in.readUTF(),
                            tags(),
                            in.readLong(),
                            in.readLong());
            case CatalogEncoder.DEREGISTER ->
                    new CatalogCommand.Deregister(in.readInt(), in.readLong());
            case CatalogEncoder.SETTLE_CONSUMER -> new CatalogCommand.SettleConsumer(in.readInt());
            case CatalogEncoder.TAG_CONSUMER ->
                    new CatalogCommand.TagConsumer(in.readInt(), tags());
            case CatalogEncoder.PUT_POLICY -> new CatalogCommand.PutPolicy(holder(), in.readUTF());
            case CatalogEncoder.DELETE_POLICY -> new CatalogCommand.DeletePolicy(holder());
            case CatalogEncoder.COMMIT -> new CatalogCommand.Commit(account(), commitment());
            case CatalogEncoder.TOGETHER -> new CatalogCommand.Together(commands());
            default -> throw new IOException("command of kind " + kind);
        };
    }

    private List<CatalogCommand> commands() throws IOException {
        int count = count();
        if (++depth > MAX_DEPTH) throw new IOException("commands nested too deep");
        var commands = new ArrayList<CatalogCommand>();
        for (int i = 0; i < count; i++) commands.add(command());
        depth--;
        return commands;
    }

    private List<Integer> indexes() throws IOException {
        int count = count();
        var indexes = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) indexes.add(in.readInt());
        return indexes;
    }

    private List<ShardStep> steps() throws IOException {
        int count = count();
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
        int count = count();
        var streams = new ArrayList<Stream>();
        for (int i = 0; i < count; i++) streams.add(stream());
        count = count();
        var creationSeconds = new LinkedHashMap<StreamName, Long>();
        for (int i = 0; i < count; i++) creationSeconds.put(name(), in.readLong());
        count = count();
        var deleted = new ArrayList<DeletedStream>();
        for (int i = 0; i < count; i++)
            deleted.add(new DeletedStream(in.readInt(), name(), in.readLong()));
        return new CatalogState(
                storeKey,
                nextStream,
                nextShard,
                streams,
                creationSeconds,
                deleted,
                0,
                List.of(),
                List.of(),
                Map.of(),
                Map.of());
    }

    private Stream stream() throws IOException {
        int number = in.readInt();
        StreamName name = name();
        String id = in.readUTF();
        StreamMode mode = StreamMode.of(in.readUnsignedByte());
        long createdMs = in.readLong();
        int retentionHours = in.readInt();
        long floorMs = in.readLong();
        int maxRecordKib = in.readInt();
        StreamSettings settings = StreamSettings.plain(mode, tags(), maxRecordKib);
        return new Stream(
                number,
                name,
                id,
                createdMs,
                retentionHours,
                floorMs,
                settings,
                in.readInt(),
                shards(),
                transition());
    }

    private StreamSettings settings() throws IOException {
        StreamMode mode = StreamMode.of(in.readUnsignedByte());
        return laterSettings(mode, tags(), in.readInt());
    }

    /// The settings that streams did not have in version 1, beside those that they had.
    private StreamSettings laterSettings(
            StreamMode mode, Map<String, String> tags, int maxRecordKib) throws IOException {
        String keyId = in.readUTF();
        var encryption = new Encryption(keyId.isEmpty() ? null : keyId, day(), day());
        return new StreamSettings(
                mode,
                tags,
                maxRecordKib,
                encryption,
                shardMetrics(),
                RecordDistribution.of(in.readUnsignedByte()),
                in.readInt(),
                day());
    }

    private Set<ShardMetric> shardMetrics() throws IOException {
        int bits = in.readUnsignedByte();
        var metrics = EnumSet.noneOf(ShardMetric.class);
        for (ShardMetric metric : ShardMetric.values()) {
            if ((bits & metric.bit) != 0) metrics.add(metric);
            bits &= ~metric.bit;
        }
        if (bits != 0) throw new IOException("shard metrics " + bits);
        return metrics;
    }

    private RollingDay day() throws IOException {
        int count = count();
        var times = new ArrayList<Long>();
        for (int i = 0; i < count; i++) times.add(in.readLong());
        return new RollingDay(times);
    }

    private ShardTable shards() throws IOException {
        int count = count();
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
            case CatalogEncoder.ADJUSTING -> new Transition.Adjusting(settings(), in.readLong());
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
        int count = count();
        var tags = new LinkedHashMap<String, String>();
        for (int i = 0; i < count; i++) tags.put(in.readUTF(), in.readUTF());
        return tags;
    }
}
