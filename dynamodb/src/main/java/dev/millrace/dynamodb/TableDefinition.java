package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Everything about a table but its items.
///
/// @param number names no other table that there ever was in this store
/// @param attributes types of the attributes that keys are made of, by name
/// @param createdMs milliseconds since the epoch, as all times here
/// @param createdUntilMs until when the table is being created
/// @param updatedUntilMs until when it is being updated, or 0
/// @param deletedAtMs when it will be gone, or 0
record TableDefinition(
        int number,
        TableName name,
        UUID id,
        Map<String, String> attributes,
        KeySchema keys,
        List<IndexDefinition> indexes,
        Settings settings,
        Map<String, String> tags,
        long createdMs,
        long createdUntilMs,
        long updatedUntilMs,
        long deletedAtMs) {
    TableDefinition {
        indexes = List.copyOf(indexes);
    }

    /// What can be switched.
    ///
    /// @param onDemand whether it is paid for by the request
    /// @param onDemandSinceMs when it was switched to that, or 0
    /// @param expiryAttribute where items say when they expire, in seconds since the epoch; null
    ///     if they do not
    /// @param backupDays how many days back a table can be restored to, as was asked for; 0 if it
    ///     was not asked for
    record Settings(
            boolean onDemand,
            long onDemandSinceMs,
            Throughput throughput,
            boolean infrequentAccess,
            boolean deletionProtection,
            @Nullable String expiryAttribute,
            int backupDays) {}

    String arn() {
        return name.arn();
    }

    @Nullable IndexDefinition index(String indexName) {
        for (IndexDefinition index : indexes) if (index.name().equals(indexName)) return index;
        return null;
    }

    enum Status {
        CREATING,
        UPDATING,
        DELETING,
        ACTIVE
    }

    Status status(long nowMs) {
        if (deletedAtMs > 0) return Status.DELETING;
        if (nowMs < createdUntilMs) return Status.CREATING;
        return nowMs < updatedUntilMs ? Status.UPDATING : Status.ACTIVE;
    }

    TableDefinition with(Settings other) {
        return with(attributes, indexes, other, tags, updatedUntilMs, deletedAtMs);
    }

    TableDefinition withTags(Map<String, String> other) {
        return with(attributes, indexes, settings, other, updatedUntilMs, deletedAtMs);
    }

    TableDefinition withIndexes(Map<String, String> types, List<IndexDefinition> other) {
        return with(types, other, settings, tags, updatedUntilMs, deletedAtMs);
    }

    TableDefinition updatedUntil(long untilMs) {
        return with(attributes, indexes, settings, tags, untilMs, deletedAtMs);
    }

    TableDefinition deletedAt(long atMs) {
        return with(attributes, indexes, settings, tags, updatedUntilMs, atMs);
    }

    private TableDefinition with(
            Map<String, String> types,
            List<IndexDefinition> itsIndexes,
            Settings itsSettings,
            Map<String, String> itsTags,
            long itsUpdatedUntilMs,
            long itsDeletedAtMs) {
        return new TableDefinition(
                number,
                name,
                id,
                types,
                keys,
                itsIndexes,
                itsSettings,
                itsTags,
                createdMs,
                createdUntilMs,
                itsUpdatedUntilMs,
                itsDeletedAtMs);
    }

    /// The local, or the global, indexes.
    List<IndexDefinition> indexes(boolean local) {
        List<IndexDefinition> some = new ArrayList<>();
        for (IndexDefinition index : indexes) if (index.local() == local) some.add(index);
        return some;
    }
}
