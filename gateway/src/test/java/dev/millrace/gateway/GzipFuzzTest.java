package dev.millrace.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.model.Blob;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Compressed bodies: whatever they hold, no more comes out than is allowed.
class GzipFuzzTest extends ParserFuzzing {
    private static final int MOST = 64 << 10;

    GzipFuzzTest() {
        super("gzip", hex("1f8b"), hex("1f8b0800000000000003"), hex("0300"), hex("ff"), hex("04"));
    }

    @Override
    protected List<byte[]> examples() throws IOException {
        return List.of(
                gzip(new byte[0]),
                gzip("{\"StreamName\":\"orders\"}".repeat(20).getBytes(StandardCharsets.US_ASCII)),
                gzip(new byte[MOST]),
                gzip(new byte[MOST + 1]));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /// What comes out is gathered, then joined; and once more by the other reader.
    @Override
    protected long mostBytes(int length) {
        return 5L * MOST + (64 << 10);
    }

    @Override
    public void parse(byte[] input) throws IOException {
        switch (Inflation.gunzip(Blob.of(input), MOST)) {
            case Inflation.Inflated(Blob body) -> {
                assertTrue(body.length() <= MOST);
                try (var in = new GZIPInputStream(new ByteArrayInputStream(input))) {
                    assertArrayEquals(in.readAllBytes(), body.toByteArray());
                }
            }
            case Inflation.TooLarge _, Inflation.Broken _ -> {}
        }
    }
}
