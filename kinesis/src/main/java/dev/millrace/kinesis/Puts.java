package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.KeyService;
import dev.millrace.stream.Limits;
import dev.millrace.stream.Meters;
import dev.millrace.stream.RecordDistribution;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.SequencePrinters;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.Stream;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// What PutRecord and PutRecords share.
///
/// @param turns records of streams whose records are spread evenly, so far
/// @param printers of sequence numbers
record Puts(
        Catalog catalog,
        StreamAddress address,
        StorageEngine engine,
        Clock clock,
        Limits limits,
        Meters meters,
        AtomicLong turns,
        SequencePrinters printers) {
    private static final byte[] NO_KEY = {};

    Puts(
            Catalog catalog,
            StreamAddress address,
            StorageEngine engine,
            Clock clock,
            Limits limits,
            Meters meters) {
        this(
                catalog,
                address,
                engine,
                clock,
                limits,
                meters,
                new AtomicLong(),
                new SequencePrinters());
    }

    /// The stream, if it takes records. One that is to be encrypted does not as long as nothing
    /// here encrypts: better no record than one in plain text.
    static Stream requireWritable(Stream stream) throws ApiException {
        if (stream.shards().isEmpty())
            throw ApiErrors.of(new Refusal.StreamNotFound(stream.name()));
        String keyId = stream.settings().encryption().keyId();
        if (keyId != null)
            throw ApiErrors.of(
                    new Refusal.KeyRefused(KeyService.KeyFault.NOT_FOUND, keyId, stream.name()));
        return stream;
    }

    /// Whether partition keys mean nothing in the stream.
    static boolean isSpread(Stream stream) {
        return stream.settings().distribution() == RecordDistribution.AUTO;
    }

    /// A record's partition key in UTF-8; empty where it means nothing, which no key can be.
    static byte[] partitionKey(Stream stream, @Nullable String key) {
        return key == null || isSpread(stream) ? NO_KEY : key.getBytes(StandardCharsets.UTF_8);
    }

    /// As the model's own constraints are worded. That a stream needs partition keys is not for the
    /// model to say.
    ///
    /// @param path of the key, e.g. `records.1.member.partitionKey`
    static String missing(String path) {
        return "Value null at '" + path + "' failed to satisfy constraint: Member must not be null";
    }

    /// Where a record goes, or null to follow its partition key.
    ///
    /// @param explicit as given; without meaning where records are spread
    @Nullable HashKey direction(Stream stream, @Nullable String explicit) throws ApiException {
        HashKey key = explicitHashKey(explicit);
        return isSpread(stream)
                ? stream.shards().taking(turns.getAndIncrement()).range().first()
                : key;
    }

    private static @Nullable HashKey explicitHashKey(@Nullable String text) throws ApiException {
        if (text == null) return null;
        HashKey key = HashKey.parse(text);
        if (key == null) throw ApiErrors.of(new Refusal.HashKeyOutOfRange(text));
        return key;
    }

    /// Whether a record is larger than its stream admits.
    static boolean isTooLarge(Stream stream, byte[] partitionKey, Blob data) {
        return partitionKey.length + data.length() > stream.maxRecordKib() << 10;
    }

    /// As the model's own constraints are worded.
    ///
    /// @param path of the data, e.g. `records.1.member.data`
    static String tooLarge(Stream stream, Blob data, String path) {
        return "Value '"
                + data
                + "' at '"
                + path
                + "' failed to satisfy constraint: Member must have length less than or equal to "
                + (stream.maxRecordKib() << 10);
    }
}
