package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.TokenSeal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Where a listing goes on, as a client carries it between calls. Lives 300 seconds.
final class PageToken {
    private static final long LIFETIME_MS = 300_000;

    private PageToken() {}

    /// Writes what a listing needs to go on.
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /// Reads it back.
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static String seal(TokenSeal seal, TokenSeal.Purpose purpose, long nowMs, Writer writer) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(nowMs);
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seal.seal(purpose, bytes.toByteArray());
    }

    static <T> T open(
            TokenSeal seal, TokenSeal.Purpose purpose, String token, long nowMs, Reader<T> reader)
            throws ApiException {
        byte[] bytes = seal.open(purpose, token);
        if (bytes == null) throw KinesisErrors.invalidArgument("Invalid NextToken.");
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long ageMs = nowMs - in.readLong();
            if (ageMs > LIFETIME_MS)
                throw new ApiException(
                        "ExpiredNextTokenException",
                        400,
                        "NextToken has expired: it was issued %d milliseconds ago and is valid for %d."
                                .formatted(ageMs, LIFETIME_MS));
            return reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a token of our own cannot be read", e);
        }
    }
}
