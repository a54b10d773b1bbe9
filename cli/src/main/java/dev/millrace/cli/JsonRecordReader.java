package dev.millrace.cli;

import dev.millrace.stream.HashKey;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/// Reads a JSON object a line. A record needs `partitionKey` and either `data` or `dataBase64`;
/// what else it has may be absent, and names that mean nothing here are passed over, so that lines
/// of other making can be imported too.
final class JsonRecordReader implements RecordReader {
    /// A record of 10 MiB with each byte escaped, and what is around it.
    private static final int LONGEST_LINE = 64 << 20;

    private final Lines lines;
    private final JsonNodeParser parser = JsonNodeParser.create();

    JsonRecordReader(InputStream in) {
        lines = new Lines(in, LONGEST_LINE);
    }

    @Override
    public @Nullable StreamRecord next() throws IOException, BadExportException {
        while (true) {
            byte[] line;
            try {
                line = lines.next();
            } catch (Lines.TooLongException e) {
                throw new BadExportException(e.getMessage() + ": too many for a record");
            }
            if (line == null) return null;
            if (line.length > 0) return record(line);
        }
    }

    private StreamRecord record(byte[] line) throws BadExportException {
        JsonNode node;
        try {
            node = parser.parse(new ByteArrayInputStream(line));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw bad("it is not JSON");
        }
        // Null of a line of blanks.
        if (node == null || !node.isObject()) throw bad("it is no JSON object");
        String key = text(node, "partitionKey");
        if (key == null || key.isEmpty()) throw bad("it has no partitionKey");
        String explicit = text(node, "explicitHashKey");
        if (explicit != null && HashKey.parse(explicit) == null)
            throw bad("explicitHashKey is no number from 0 to 2^128-1");
        String shardId = text(node, "shardId");
        String number = text(node, "sequenceNumber");
        return new StreamRecord(
                shardId == null ? "" : shardId,
                number == null ? "" : number,
                arrival(text(node, "arrival")),
                key,
                explicit,
                data(text(node, "data"), text(node, "dataBase64")));
    }

    private @Nullable Instant arrival(@Nullable String text) throws BadExportException {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw bad("arrival is no time such as 2026-11-21T10:00:00Z");
        }
    }

    private SdkBytes data(@Nullable String text, @Nullable String base64)
            throws BadExportException {
        if (text != null && base64 == null) return SdkBytes.fromUtf8String(text);
        if (text != null || base64 == null) throw bad("it needs one of data and dataBase64");
        try {
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw bad("dataBase64 is not Base64");
        }
    }

    private @Nullable String text(JsonNode object, String name) throws BadExportException {
        JsonNode value = object.field(name).orElse(null);
        if (value == null || value.isNull()) return null;
        if (!value.isString()) throw bad(name + " is no text");
        return value.text();
    }

    private BadExportException bad(String why) {
        return new BadExportException("line " + lines.number() + ": " + why);
    }
}
