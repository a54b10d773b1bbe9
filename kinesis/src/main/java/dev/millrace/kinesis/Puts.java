package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.Limits;
import dev.millrace.stream.Meters;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.Stream;

import org.jspecify.annotations.Nullable;

/// What PutRecord and PutRecords share.
record Puts(
        Catalog catalog,
        StreamAddress address,
        StorageEngine engine,
        Clock clock,
        Limits limits,
        Meters meters) {

    /// The stream, if it takes records.
    static Stream requireWritable(Stream stream) throws ApiException {
        if (stream.shards().isEmpty())
            throw ApiErrors.of(new Refusal.StreamNotFound(stream.name()));
        return stream;
    }

    static @Nullable HashKey explicitHashKey(@Nullable String text) throws ApiException {
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
