package dev.millrace.stream;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes commands (format version 1) and snapshots (version 2) of the catalog. Big-endian; texts
/// as a length of two bytes and modified UTF-8, as `DataOutput` has them. The bytes of snapshots:
/// `docs/file-format.md`.
final class CatalogEncoder {
    static final int COMMAND_VERSION = 1;

    /// A snapshot of version 1 has no sections behind its body.
    static final int SNAPSHOT_VERSION = 2;

    // Kinds of command and of transition. Never reuse one.
    static final int FOUND = 1;
    static final int CREATE = 2;
    static final int SPLIT = 3;
    static final int MERGE = 4;
    static final int DELETE = 5;
    static final int SETTLE = 6;
    static final int RETAIN = 7;
    static final int EXPIRE = 8;
    static final int TOGETHER = 9;
    static final int CONFIGURE = 20;
    static final int ADJUST = 21;
    static final int COMMIT = 22;
    static final int REGISTER = 40;
    static final int DEREGISTER = 41;
    static final int SETTLE_CONSUMER = 42;
    static final int TAG_CONSUMER = 43;
    static final int PUT_POLICY = 44;
    static final int DELETE_POLICY = 45;
    static final int SCALE = 60;

    static final int ACTIVE = 0;
    static final int CREATING = 1;
    static final int SPLITTING = 2;
    static final int MERGING = 3;
    static final int DELETING = 4;
    static final int ADJUSTING = 20;
    static final int SCALING = 60;

    // Kinds of step.
    static final int STEP_SPLIT = 1;
    static final int STEP_MERGE = 2;

    // Sections of a snapshot. Never reuse one.
    static final int STREAM_SETTINGS = 1;
    static final int COMMITMENTS = 5;
    static final int CONSUMERS = 2;
    static final int POLICIES = 3;
    static final int COUNT_UPDATES = 4;

    // Kinds of what holds a policy. Never reuse one.
    static final int STREAM_HOLDER = 1;
    static final int CONSUMER_HOLDER = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private CatalogEncoder() {}

    static byte[] command(CatalogCommand command) {
        var encoder = new CatalogEncoder();
        try {
            encoder.out.writeByte(COMMAND_VERSION);
            encoder.put(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return encoder.bytes.toByteArray();
    }

    static byte[] snapshot(CatalogState state) {
        var encoder = new CatalogEncoder();
        try {
            encoder.out.writeByte(SNAPSHOT_VERSION);
            encoder.put(state);
            encoder.putSections(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return encoder.bytes.toByteArray();
    }

    private void put(CatalogCommand command) throws IOException {
        switch (command) {
            case CatalogCommand.Found found -> {
                out.writeByte(FOUND);
                out.writeUTF(found.storeKey());
            }
            case CatalogCommand.Create create -> {
                out.writeByte(CREATE);
                out.writeInt(create.stream());
                put(create.name());
                out.writeUTF(create.id());
                out.writeByte(create.mode().code);
                out.writeInt(create.shards());
                put(create.tags());
                out.writeInt(create.maxRecordKib());
                out.writeLong(create.nowMs());
                out.writeLong(create.dueMs());
            }
            case CatalogCommand.Split split -> {
                out.writeByte(SPLIT);
                out.writeInt(split.stream());
                out.writeInt(split.shard());
                put(split.at());
                out.writeLong(split.dueMs());
            }
            case CatalogCommand.Merge merge -> {
                out.writeByte(MERGE);
                out.writeInt(merge.stream());
                out.writeInt(merge.parent());
                out.writeInt(merge.adjacent());
                out.writeLong(merge.dueMs());
            }
            case CatalogCommand.Scale scale -> {
                out.writeByte(SCALE);
                out.writeInt(scale.stream());
                put(scale.steps());
                out.writeByte(scale.counts() ? 1 : 0);
                out.writeLong(scale.nowMs());
                out.writeLong(scale.dueMs());
            }
            case CatalogCommand.Delete delete -> {
                out.writeByte(DELETE);
                out.writeInt(delete.stream());
                out.writeLong(delete.dueMs());
            }
            case CatalogCommand.Settle settle -> {
                out.writeByte(SETTLE);
                out.writeInt(settle.stream());
                out.writeLong(settle.nowMs());
                out.writeLong(settle.creationSecond());
                out.writeInt(settle.firstShard());
            }
            case CatalogCommand.Retain retain -> {
                out.writeByte(RETAIN);
                out.writeInt(retain.stream());
                out.writeInt(retain.hours());
                out.writeLong(retain.nowMs());
            }
            case CatalogCommand.Expire expire -> {
                out.writeByte(EXPIRE);
                out.writeInt(expire.stream());
                out.writeInt(expire.shards().size());
                for (int shard : expire.shards()) out.writeInt(shard);
            }
            case CatalogCommand.Configure configure -> {
                out.writeByte(CONFIGURE);
                out.writeInt(configure.stream());
                put(configure.settings());
                out.writeLong(configure.nowMs());
            }
            case CatalogCommand.Adjust adjust -> {
                out.writeByte(ADJUST);
                out.writeInt(adjust.stream());
                put(adjust.settings());
                out.writeLong(adjust.dueMs());
            }
            case CatalogCommand.Register register -> {
                out.writeByte(REGISTER);
                out.writeInt(register.consumer());
                out.writeInt(register.stream());
                out.writeUTF(register.name());
                put(register.tags());
                out.writeLong(register.nowMs());
                out.writeLong(register.dueMs());
            }
            case CatalogCommand.Deregister deregister -> {
                out.writeByte(DEREGISTER);
                out.writeInt(deregister.consumer());
                out.writeLong(deregister.dueMs());
            }
            case CatalogCommand.SettleConsumer settle -> {
                out.writeByte(SETTLE_CONSUMER);
                out.writeInt(settle.consumer());
            }
            case CatalogCommand.TagConsumer tag -> {
                out.writeByte(TAG_CONSUMER);
                out.writeInt(tag.consumer());
                put(tag.tags());
            }
            case CatalogCommand.PutPolicy put -> {
                out.writeByte(PUT_POLICY);
                put(put.holder());
                out.writeUTF(put.policy());
            }
            case CatalogCommand.DeletePolicy delete -> {
                out.writeByte(DELETE_POLICY);
                put(delete.holder());
            }
            case CatalogCommand.Commit commit -> {
                out.writeByte(COMMIT);
                put(commit.account());
                put(commit.commitment());
            }
            case CatalogCommand.Together together -> {
                out.writeByte(TOGETHER);
                out.writeInt(together.commands().size());
                for (CatalogCommand each : together.commands()) put(each);
            }
        }
    }

    /// What a section holds.
    private interface Content {
        void put(CatalogEncoder section) throws IOException;
    }

    /// What came after version 1, one line each, codes ascending.
    private void putSections(CatalogState state) throws IOException {
        section(STREAM_SETTINGS, section -> section.putLaterSettings(state.streams()));
        section(CONSUMERS, section -> section.putConsumers(state));
        section(POLICIES, section -> section.putPolicies(state.policies()));
        if (!state.countUpdates().isEmpty())
            section(COUNT_UPDATES, section -> section.putCountUpdates(state.countUpdates()));
        section(COMMITMENTS, section -> section.putCommitments(state.commitments()));
    }

    private void section(int code, Content content) throws IOException {
        var section = new CatalogEncoder();
        content.put(section);
        out.writeByte(code);
        out.writeInt(section.bytes.size());
        section.bytes.writeTo(out);
    }

    private void putLaterSettings(List<Stream> streams) throws IOException {
        out.writeInt(streams.size());
        for (Stream stream : streams) {
            out.writeInt(stream.number());
            putLater(stream.settings());
        }
    }

    private void putConsumers(CatalogState state) throws IOException {
        out.writeInt(state.nextConsumer());
        out.writeInt(state.consumers().size());
        for (Consumer consumer : state.consumers()) {
            out.writeInt(consumer.number());
            out.writeInt(consumer.stream());
            out.writeUTF(consumer.name());
            out.writeLong(consumer.createdMs());
            put(consumer.tags());
            out.writeByte(consumer.status().code);
            out.writeLong(consumer.dueMs());
        }
    }

    private void putPolicies(List<HeldPolicy> policies) throws IOException {
        out.writeInt(policies.size());
        for (HeldPolicy each : policies) {
            put(each.holder());
            out.writeUTF(each.policy());
        }
    }

    private void put(PolicyHolder holder) throws IOException {
        out.writeByte(
                switch (holder) {
                    case PolicyHolder.OfStream _ -> STREAM_HOLDER;
                    case PolicyHolder.OfConsumer _ -> CONSUMER_HOLDER;
                });
        out.writeInt(holder.number());
    }

    private void putCommitments(Map<RegionalAccount, BillingCommitment> commitments)
            throws IOException {
        var sorted =
                new TreeMap<RegionalAccount, BillingCommitment>(
                        Comparator.comparing(RegionalAccount::account)
                                .thenComparing(RegionalAccount::region));
        sorted.putAll(commitments);
        out.writeInt(sorted.size());
        for (var entry : sorted.entrySet()) {
            put(entry.getKey());
            put(entry.getValue());
        }
    }

    private void put(RegionalAccount account) throws IOException {
        out.writeUTF(account.account());
        out.writeUTF(account.region());
    }

    private void put(BillingCommitment commitment) throws IOException {
        out.writeLong(commitment.startedMs());
        out.writeLong(commitment.endMs());
    }

    private void putCountUpdates(Map<Integer, RollingDay> countUpdates) throws IOException {
        out.writeInt(countUpdates.size());
        for (var updates : new TreeMap<>(countUpdates).entrySet()) {
            out.writeInt(updates.getKey());
            put(updates.getValue());
        }
    }

    private void put(CatalogState state) throws IOException {
        out.writeUTF(state.storeKey());
        out.writeInt(state.nextStream());
        out.writeInt(state.nextShard());
        out.writeInt(state.streams().size());
        for (Stream stream : state.streams()) put(stream);
        out.writeInt(state.creationSeconds().size());
        for (var entry : new TreeMap<>(state.creationSeconds()).entrySet()) {
            put(entry.getKey());
            out.writeLong(entry.getValue());
        }
        out.writeInt(state.deleted().size());
        for (DeletedStream deleted : state.deleted()) {
            out.writeInt(deleted.number());
            put(deleted.name());
            out.writeLong(deleted.deletedMs());
        }
    }

    private void put(Stream stream) throws IOException {
        out.writeInt(stream.number());
        put(stream.name());
        out.writeUTF(stream.id());
        out.writeByte(stream.mode().code);
        out.writeLong(stream.createdMs());
        out.writeInt(stream.retentionHours());
        out.writeLong(stream.floorMs());
        out.writeInt(stream.maxRecordKib());
        put(stream.tags());
        out.writeInt(stream.nextIndex());
        out.writeInt(stream.shards().all().size());
        for (Shard shard : stream.shards().all()) put(shard);
        switch (stream.transition()) {
            case null -> out.writeByte(ACTIVE);
            case Transition.Creating creating -> {
                out.writeByte(CREATING);
                out.writeInt(creating.shards());
                out.writeLong(creating.dueMs());
            }
            case Transition.Splitting splitting -> {
                out.writeByte(SPLITTING);
                out.writeInt(splitting.shard());
                put(splitting.at());
                out.writeLong(splitting.dueMs());
            }
            case Transition.Merging merging -> {
                out.writeByte(MERGING);
                out.writeInt(merging.parent());
                out.writeInt(merging.adjacent());
                out.writeLong(merging.dueMs());
            }
            case Transition.Adjusting adjusting -> {
                out.writeByte(ADJUSTING);
                put(adjusting.settings());
                out.writeLong(adjusting.dueMs());
            }
            case Transition.Scaling scaling -> {
                out.writeByte(SCALING);
                put(scaling.steps());
                out.writeLong(scaling.dueMs());
            }
            case Transition.Deleting deleting -> {
                out.writeByte(DELETING);
                out.writeLong(deleting.dueMs());
            }
        }
    }

    private void put(StreamSettings settings) throws IOException {
        out.writeByte(settings.mode().code);
        put(settings.tags());
        out.writeInt(settings.maxRecordKib());
        putLater(settings);
    }

    /// The settings that streams did not have in version 1.
    private void putLater(StreamSettings settings) throws IOException {
        String keyId = settings.encryption().keyId();
        out.writeUTF(keyId == null ? "" : keyId);
        put(settings.encryption().starts());
        put(settings.encryption().stops());
        int metrics = 0;
        for (ShardMetric metric : settings.shardMetrics()) metrics |= metric.bit;
        out.writeByte(metrics);
        out.writeByte(settings.distribution().code);
        out.writeInt(settings.warmMibps());
        put(settings.modeSwitches());
    }

    private void put(RollingDay day) throws IOException {
        out.writeInt(day.timesMs().size());
        for (long timeMs : day.timesMs()) out.writeLong(timeMs);
    }

    private void put(List<ShardStep> steps) throws IOException {
        out.writeInt(steps.size());
        for (ShardStep step : steps)
            switch (step) {
                case ShardStep.Split split -> {
                    out.writeByte(STEP_SPLIT);
                    out.writeInt(split.shard());
                    put(split.at());
                }
                case ShardStep.Merge merge -> {
                    out.writeByte(STEP_MERGE);
                    out.writeInt(merge.parent());
                    out.writeInt(merge.adjacent());
                }
            }
    }

    private void put(Shard shard) throws IOException {
        out.writeInt(shard.number());
        out.writeInt(shard.index());
        out.writeLong(shard.creationSecond());
        out.writeLong(shard.createdMs());
        put(shard.range().first());
        put(shard.range().last());
        out.writeInt(shard.parent());
        out.writeInt(shard.adjacentParent());
        out.writeLong(shard.closedMs());
    }

    private void put(StreamName name) throws IOException {
        out.writeUTF(name.account());
        out.writeUTF(name.region());
        out.writeUTF(name.name());
    }

    private void put(HashKey key) throws IOException {
        out.writeLong(key.high());
        out.writeLong(key.low());
    }

    private void put(Map<String, String> tags) throws IOException {
        out.writeInt(tags.size());
        for (var tag : new TreeMap<>(tags).entrySet()) {
            out.writeUTF(tag.getKey());
            out.writeUTF(tag.getValue());
        }
    }
}
