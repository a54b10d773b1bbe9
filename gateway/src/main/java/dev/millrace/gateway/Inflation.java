package dev.millrace.gateway;

import dev.millrace.model.Blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/// What became of a compressed body.
sealed interface Inflation {
    record Inflated(Blob body) implements Inflation {}

    /// More would have come out than is allowed; what came out is forgotten.
    record TooLarge() implements Inflation {}

    record Broken() implements Inflation {}

    static Inflation gunzip(Blob body, int maxBytes) {
        try (var in =
                new GZIPInputStream(
                        new ByteArrayInputStream(body.array(), body.offset(), body.length()))) {
            byte[] inflated = in.readNBytes(maxBytes);
            return in.read() < 0 ? new Inflated(Blob.of(inflated)) : new TooLarge();
        } catch (IOException broken) {
            return new Broken();
        }
    }
}
