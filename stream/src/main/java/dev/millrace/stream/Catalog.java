package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Which streams and shards there are: the state machine behind the ledger `catalog`.
///
/// Commands come from [CatalogDecisions]. One thread applies them; any thread may read, and sees
/// each stream as one immutable [Stream]. What the accessors of the next numbers return is only
/// meaningful to whoever keeps others from submitting commands.
public final class Catalog implements StateMachine {
    /// The ledger's name.
    public static final String LEDGER = "catalog";

    private final Limits limits;
    private final NavigableMap<StreamKey, Stream> byKey = new ConcurrentSkipListMap<>();
    private final Map<Integer, Stream> byNumber = new ConcurrentHashMap<>();
    private final Map<String, StreamKey> byId = new ConcurrentHashMap<>();
    private final Map<StreamKey, Long> lastCreationSeconds = new HashMap<>();
    private volatile String tokenKey = "";
    private int nextStream;
    private int nextShard;

    /// @param limits of the quotas that its shards get
    public Catalog(Limits limits) {
        this.limits = limits;
    }

    /// The stream of this name, or null.
    public @Nullable Stream stream(StreamKey key) {
        return byKey.get(key);
    }

    /// The stream of this internal number, or null if it is deleted.
    public @Nullable Stream stream(int number) {
        return byNumber.get(number);
    }

    /// The stream of this id, or null.
    public @Nullable Stream streamOfId(String id) {
        StreamKey key = byId.get(id);
        return key == null ? null : byKey.get(key);
    }

    /// All streams, by account, region and name.
    public Collection<Stream> streams() {
        return byKey.values();
    }

    /// The streams of one account and region whose names come after `afterName`, by name.
    public Collection<Stream> streams(String account, String region, String afterName) {
        // No name holds a character as low as the one put behind the region.
        return byKey.subMap(
                        new StreamKey(account, region, afterName),
                        false,
                        new StreamKey(account, region + '\0', ""),
                        false)
                .values();
    }

    /// Whether the store's first command is still to come.
    public boolean isUnfounded() {
        return tokenKey.isEmpty();
    }

    /// Seals iterators and page tokens.
    public byte[] tokenKey() {
        if (isUnfounded()) throw new IllegalStateException("the catalog is not founded");
        return HexFormat.of().parseHex(tokenKey);
    }

    int nextStream() {
        return nextStream;
    }

    int nextShard() {
        return nextShard;
    }

    /// The last creation second used under a name, or 0; it outlives the stream.
    long lastCreationSecond(StreamKey key) {
        return lastCreationSeconds.getOrDefault(key, 0L);
    }

    @Override
    public void apply(byte[] command) {
        for (CatalogCommand each : CatalogCodec.decode(command)) apply(each);
    }

    private void apply(CatalogCommand command) {
        switch (command) {
            case CatalogCommand.Found(String key) -> tokenKey = key;
            case CatalogCommand.Create create -> put(begun(create));
            case CatalogCommand.Reshard(int number, var parents, var children, long dueMs) ->
                    put(
                            present(number)
                                    .with(
                                            StreamStatus.UPDATING,
                                            new Pending.Reshard(parents, children, dueMs)));
            case CatalogCommand.Delete(int number, long dueMs) ->
                    put(present(number).with(StreamStatus.DELETING, new Pending.Deletion(dueMs)));
            case CatalogCommand.Settle settle -> settle(settle);
            case CatalogCommand.Retain(int number, int hours, long nowMs) ->
                    put(present(number).withRetention(hours, nowMs));
            case CatalogCommand.Expire(int number, var shards) -> {
                Stream stream = present(number);
                List<Shard> left =
                        stream.shards().stream()
                                .filter(shard -> !shards.contains(shard.index()))
                                .toList();
                put(stream.withShards(left, stream.nextIndex()));
            }
        }
    }

    private Stream begun(CatalogCommand.Create create) {
        if (create.number() != nextStream || byKey.containsKey(create.key()))
            throw new IllegalStateException("not the next stream: " + create);
        nextStream++;
        return new Stream(
                create.key(),
                create.number(),
                create.id(),
                StreamStatus.CREATING,
                create.mode(),
                CatalogDecisions.LEAST_RETENTION_HOURS,
                0,
                create.maxRecordKiB(),
                create.tags(),
                create.nowMs(),
                List.of(),
                0,
                new Pending.Creation(create.ranges(), create.dueMs()),
                Routing.of(List.of()));
    }

    private void settle(CatalogCommand.Settle settle) {
        Stream stream = present(settle.stream());
        switch (stream.pending()) {
            case null -> throw new IllegalStateException("nothing pending: " + settle);
            case Pending.Deletion ignored -> {
                byKey.remove(stream.key());
                byNumber.remove(stream.number());
                byId.remove(stream.id());
            }
            case Pending.Creation(var ranges, long ignored) ->
                    put(opened(stream, ranges, List.of(), settle).with(StreamStatus.ACTIVE, null));
            case Pending.Reshard(var parents, var children, long ignored) ->
                    put(opened(stream, children, parents, settle).with(StreamStatus.ACTIVE, null));
        }
    }

    private Stream opened(
            Stream stream,
            List<HashKeyRange> ranges,
            List<Integer> parents,
            CatalogCommand.Settle settle) {
        var shards = new ArrayList<Shard>(stream.shards().size() + ranges.size());
        for (Shard shard : stream.shards())
            shards.add(parents.contains(shard.index()) ? shard.closed(settle.nowMs()) : shard);
        int index = stream.nextIndex();
        for (HashKeyRange range : ranges)
            shards.add(
                    new Shard(
                            new ShardRef(nextShard++, stream.number(), index++),
                            settle.creationSecond(),
                            settle.nowMs(),
                            range,
                            parents.isEmpty() ? Shard.NONE : parents.getFirst(),
                            parents.size() < 2 ? Shard.NONE : parents.get(1),
                            0,
                            new ShardQuota(limits)));
        lastCreationSeconds.put(stream.key(), settle.creationSecond());
        return stream.withShards(shards, index);
    }

    private Stream present(int number) {
        Stream stream = byNumber.get(number);
        if (stream == null) throw new IllegalStateException("no stream " + number);
        return stream;
    }

    private void put(Stream stream) {
        byKey.put(stream.key(), stream);
        byNumber.put(stream.number(), stream);
        byId.put(stream.id(), stream.key());
    }

    @Override
    public byte[] snapshot() {
        return CatalogCodec.encode(
                new CatalogCodec.State(
                        tokenKey,
                        nextStream,
                        nextShard,
                        lastCreationSeconds,
                        List.copyOf(byKey.values())));
    }

    @Override
    public void restore(byte[] snapshot) {
        CatalogCodec.State state = CatalogCodec.decodeState(snapshot, limits);
        tokenKey = state.tokenKey();
        nextStream = state.nextStream();
        nextShard = state.nextShard();
        lastCreationSeconds.putAll(state.lastCreationSeconds());
        state.streams().forEach(this::put);
    }
}
