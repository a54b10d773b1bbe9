package dev.millrace.cli;

import dev.millrace.stream.HashKey;
import dev.millrace.stream.HashKeyRange;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A record as it was read from a stream, or as it is to be written to one.
///
/// @param shardId the shard that it was read from; empty if unknown
/// @param sequenceNumber in decimal; empty if unknown
/// @param arrival null if unknown
/// @param explicitHashKey in decimal; null for a record that went where its partition key leads
record StreamRecord(
        String shardId,
        String sequenceNumber,
        @Nullable Instant arrival,
        String partitionKey,
        @Nullable String explicitHashKey,
        SdkBytes data) {

    /// A record read from the shard that owns `range`. The service does not tell explicit hash
    /// keys, but one that was given shows where the partition key leads elsewhere; which key in the
    /// range it was makes no difference to that shard.
    static StreamRecord of(String shardId, HashKeyRange range, Record read) {
        HashKey own = HashKey.ofPartitionKey(read.partitionKey().getBytes(StandardCharsets.UTF_8));
        return new StreamRecord(
                shardId,
                read.sequenceNumber(),
                read.approximateArrivalTimestamp(),
                read.partitionKey(),
                range.contains(own) ? null : range.first().toString(),
                read.data());
    }

    /// Bytes of its data.
    int bytes() {
        return data.asByteArrayUnsafe().length;
    }

    /// The hash key that decides on its shard.
    HashKey hashKey() {
        HashKey explicit = explicitHashKey == null ? null : HashKey.parse(explicitHashKey);
        return explicit != null
                ? explicit
                : HashKey.ofPartitionKey(partitionKey.getBytes(StandardCharsets.UTF_8));
    }
}
