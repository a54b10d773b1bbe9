package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The streams and their shards: what the ledger of this name has built up.
///
/// Any thread may look streams up; it gets an immutable [Stream]. Deciding on a change, writing it
/// to the ledger and having it applied is for one thread at a time, and so is what says so below.
public final class Catalog implements StateMachine {
    /// The name of the ledger that keeps the catalog.
    public static final String LEDGER = "catalog";

    /// How long a deleted stream's name is known by its number: longer than an iterator lives.
    private static final long REMEMBER_MS = 2 * ShardIterator.LIFETIME_MS;

    private final Map<StreamName, Stream> byName = new ConcurrentHashMap<>();
    private final Map<Integer, Stream> byNumber = new ConcurrentHashMap<>();
    private final Map<String, Stream> byId = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<StreamName, Stream> sorted = new ConcurrentSkipListMap<>();

    private final Map<Integer, Stream> inTransition = new ConcurrentHashMap<>();
    private final Map<Integer, StreamName> deletedNames = new ConcurrentHashMap<>();
    private final ArrayDeque<DeletedStream> deleted = new ArrayDeque<>();
    private final Census census = new Census();
    private final Consumers consumers = new Consumers();
    private final ResourcePolicies policies = new ResourcePolicies();
    private final Map<RegionalAccount, BillingCommitment> commitments = new ConcurrentHashMap<>();
    private final CreationSeconds creationSeconds = new CreationSeconds();
    private final Map<Integer, RollingDay> countUpdates = new ConcurrentHashMap<>();
    private volatile String storeKey = "";
    private volatile int nextStream;
    private volatile int nextShard;

    public @Nullable Stream find(StreamName name) {
        return byName.get(name);
    }

    /// The stream of an internal number.
    public @Nullable Stream find(int number) {
        return byNumber.get(number);
    }

    /// The stream of a stream id.
    public @Nullable Stream findId(String id) {
        return byId.get(id);
    }

    /// The name of a stream that was deleted lately, by its internal number.
    public @Nullable StreamName findDeleted(int number) {
        return deletedNames.get(number);
    }

    public Census census() {
        return census;
    }

    public Consumers consumers() {
        return consumers;
    }

    /// The consumer that an ARN names, in any state.
    ///
    /// @param createdSecond when it was registered, in seconds since the epoch
    public @Nullable Consumer consumer(StreamName stream, String name, long createdSecond) {
        Stream owner = find(stream);
        Consumer consumer = owner == null ? null : consumers.find(owner.number(), name);
        return consumer == null || consumer.createdSecond() != createdSecond ? null : consumer;
    }

    public ResourcePolicies policies() {
        return policies;
    }

    /// An account's commitment, ended or not; [BillingCommitment#NONE] if it never made one.
    public BillingCommitment commitment(RegionalAccount account) {
        return commitments.getOrDefault(account, BillingCommitment.NONE);
    }

    Map<RegionalAccount, BillingCommitment> commitments() {
        return Collections.unmodifiableMap(commitments);
    }

    /// Every stream.
    public Collection<Stream> streams() {
        return Collections.unmodifiableCollection(byNumber.values());
    }

    /// The streams that are not active.
    public Collection<Stream> inTransition() {
        return Collections.unmodifiableCollection(inTransition.values());
    }

    /// At most `count` streams of one account and region whose names follow `after`, sorted by
    /// name.
    ///
    /// @param after a name that need not exist; empty to start with the first
    public List<Stream> list(String account, String region, String after, int count) {
        var from = new StreamName(account, region, after);
        var found = new ArrayList<Stream>();
        for (Stream stream : sorted.tailMap(from, false).values()) {
            StreamName name = stream.name();
            boolean here = name.account().equals(account) && name.region().equals(region);
            if (!here || found.size() == count) break;
            found.add(stream);
        }
        return found;
    }

    /// When the number of a stream's shards was updated lately.
    public RollingDay countUpdates(int stream) {
        return countUpdates.getOrDefault(stream, RollingDay.UNUSED);
    }

    /// Whether the store has got its key.
    public boolean isFounded() {
        return !storeKey.isEmpty();
    }

    /// The key under which tokens are sealed.
    public byte[] storeKey() {
        if (!isFounded()) throw new IllegalStateException("not founded");
        return HexFormat.of().parseHex(storeKey);
    }

    // For deciding; one thread at a time.

    int nextStream() {
        return nextStream;
    }

    int nextShard() {
        return nextShard;
    }

    /// The creation second of shards created now under this name, above `parents`.
    ///
    /// @param parents the parents' highest creation second, or -1
    long nextCreationSecond(StreamName name, long nowMs, long parents) {
        return Math.max(nowMs / 1_000, Math.max(parents, creationSeconds.last(name)) + 1);
    }

    @Override
    public void apply(byte[] command) {
        apply(CatalogDecoder.command(command));
    }

    void apply(CatalogCommand command) {
        switch (command) {
            case CatalogCommand.Found found -> {
                check(!isFounded(), "founded twice");
                storeKey = found.storeKey();
            }
            case CatalogCommand.Create create -> apply(create);
            case CatalogCommand.Split split ->
                    become(
                            split.stream(),
                            new Transition.Splitting(split.shard(), split.at(), split.dueMs()));
            case CatalogCommand.Merge merge ->
                    become(
                            merge.stream(),
                            new Transition.Merging(
                                    merge.parent(), merge.adjacent(), merge.dueMs()));
            case CatalogCommand.Scale scale -> apply(scale);
            case CatalogCommand.Delete delete ->
                    become(delete.stream(), new Transition.Deleting(delete.dueMs()));
            case CatalogCommand.Settle settle -> apply(settle);
            case CatalogCommand.Retain retain ->
                    put(require(retain.stream()).retaining(retain.hours(), retain.nowMs()));
            case CatalogCommand.Expire expire ->
                    put(require(expire.stream()).without(expire.shards()));
            case CatalogCommand.Configure configure ->
                    put(require(configure.stream()).with(configure.settings()));
            case CatalogCommand.Adjust adjust ->
                    become(
                            adjust.stream(),
                            new Transition.Adjusting(adjust.settings(), adjust.dueMs()));
            case CatalogCommand.Register register -> apply(register);
            case CatalogCommand.Deregister deregister ->
                    consumers.put(
                            consumers
                                    .require(deregister.consumer())
                                    .with(ConsumerStatus.DELETING, deregister.dueMs()));
            case CatalogCommand.SettleConsumer settle ->
                    settle(consumers.require(settle.consumer()));
            case CatalogCommand.TagConsumer tag ->
                    consumers.put(consumers.require(tag.consumer()).tagged(tag.tags()));
            case CatalogCommand.PutPolicy put -> {
                requireHolder(put.holder());
                policies.put(put.holder(), put.policy());
            }
            case CatalogCommand.DeletePolicy delete -> policies.remove(delete.holder());
            case CatalogCommand.Commit commit ->
                    commitments.put(commit.account(), commit.commitment());
            case CatalogCommand.Together together -> together.commands().forEach(this::apply);
        }
    }

    private void apply(CatalogCommand.Create create) {
        check(create.stream() == nextStream, "a stream's number is taken");
        check(!byName.containsKey(create.name()), "a stream's name is taken");
        nextStream = create.stream() + 1;
        creationSeconds.keep(create.name());
        put(StreamCreation.started(create));
    }

    private void become(int number, Transition next) {
        Stream stream = require(number);
        check(
                stream.transition() == null || next instanceof Transition.Deleting,
                "a stream is not active");
        put(stream.becoming(next));
    }

    private void apply(CatalogCommand.Scale scale) {
        become(scale.stream(), new Transition.Scaling(scale.steps(), scale.dueMs()));
        if (scale.counts())
            countUpdates.put(scale.stream(), countUpdates(scale.stream()).and(scale.nowMs()));
    }

    private void apply(CatalogCommand.Settle settle) {
        Stream before = require(settle.stream());
        check(settle.firstShard() == nextShard, "a shard's number is taken");
        if (before.transition() instanceof Transition.Deleting) {
            forget(before, settle.nowMs());
            creationSeconds.release(before.name());
            countUpdates.remove(before.number());
            creationSeconds.drop(settle.nowMs());
            return;
        }
        Stream after = before.settled(settle.nowMs(), settle.creationSecond(), settle.firstShard());
        nextShard = settle.firstShard() + after.nextIndex() - before.nextIndex();
        for (Shard shard : after.shards().after(before.nextIndex() - 1))
            creationSeconds.use(before.name(), shard.creationSecond());
        creationSeconds.drop(settle.nowMs());
        put(after);
    }

    private void apply(CatalogCommand.Register register) {
        require(register.stream());
        consumers.register(
                new Consumer(
                        register.consumer(),
                        register.stream(),
                        register.name(),
                        register.nowMs(),
                        register.tags(),
                        ConsumerStatus.CREATING,
                        register.dueMs()));
    }

    private void settle(Consumer consumer) {
        switch (consumer.status()) {
            case CREATING -> consumers.put(consumer.with(ConsumerStatus.ACTIVE, 0));
            case ACTIVE -> throw new IllegalStateException("a consumer awaits nothing");
            case DELETING -> forget(consumer);
        }
    }

    private void forget(Consumer consumer) {
        policies.remove(new PolicyHolder.OfConsumer(consumer.number()));
        consumers.remove(consumer);
    }

    private void requireHolder(PolicyHolder holder) {
        switch (holder) {
            case PolicyHolder.OfStream(int number) -> require(number);
            case PolicyHolder.OfConsumer(int number) -> consumers.require(number);
        }
    }

    private void put(Stream stream) {
        if (stream.transition() == null) inTransition.remove(stream.number());
        else inTransition.put(stream.number(), stream);
        census.change(stream.name(), byNumber.put(stream.number(), stream), stream);
        byId.put(stream.id(), stream);
        byName.put(stream.name(), stream);
        sorted.put(stream.name(), stream);
    }

    /// Remembers before it removes: a read in between finds the one or the other.
    private void forget(Stream stream, long nowMs) {
        while (!deleted.isEmpty() && deleted.getFirst().deletedMs() < nowMs - REMEMBER_MS)
            deletedNames.remove(deleted.removeFirst().number());
        remember(new DeletedStream(stream.number(), stream.name(), nowMs));
        consumers.list(stream.number(), "", Integer.MAX_VALUE).forEach(this::forget);
        policies.remove(new PolicyHolder.OfStream(stream.number()));
        byName.remove(stream.name());
        sorted.remove(stream.name());
        byId.remove(stream.id());
        census.change(stream.name(), byNumber.remove(stream.number()), null);
        inTransition.remove(stream.number());
    }

    private void remember(DeletedStream stream) {
        deleted.addLast(stream);
        deletedNames.put(stream.number(), stream.name());
    }

    Stream require(int number) {
        Stream stream = byNumber.get(number);
        if (stream == null) throw new IllegalStateException("no stream " + number);
        return stream;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) throw new IllegalStateException(otherwise);
    }

    @Override
    public byte[] snapshot() {
        return CatalogEncoder.snapshot(state());
    }

    CatalogState state() {
        return new CatalogState(
                storeKey,
                nextStream,
                nextShard,
                List.copyOf(sorted.values()),
                creationSeconds.all(),
                List.copyOf(deleted),
                consumers.next(),
                consumers.all(),
                policies.all(),
                Map.copyOf(commitments),
                Map.copyOf(countUpdates));
    }

    @Override
    public void restore(byte[] snapshot) {
        check(!isFounded() && byNumber.isEmpty(), "restored after a command");
        CatalogState state = CatalogDecoder.snapshot(snapshot);
        storeKey = state.storeKey();
        nextStream = state.nextStream();
        nextShard = state.nextShard();
        state.streams().forEach(this::put);
        state.creationSeconds().forEach(creationSeconds::use);
        for (StreamName name : state.creationSeconds().keySet())
            if (!byName.containsKey(name)) creationSeconds.release(name);
        state.deleted().forEach(this::remember);
        consumers.startWith(state.nextConsumer());
        for (Consumer consumer : state.consumers()) {
            require(consumer.stream());
            consumers.put(consumer);
        }
        for (HeldPolicy each : state.policies()) {
            requireHolder(each.holder());
            policies.put(each.holder(), each.policy());
        }
        commitments.putAll(state.commitments());
        countUpdates.putAll(state.countUpdates());
    }
}
