package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.millrace.fuzzing.ParserFuzzing;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The ledger of peaks. An input's first byte says whether the rest is a command or a snapshot;
/// what is taken leaves a state that is written and read back the same.
class PeaksFuzzTest extends ParserFuzzing {
    private static final long HOUR_MS = 3_600_000;

    PeaksFuzzTest() {
        super("peaks", hex("00000001"), hex("00000000"), hex("7fffffff"), hex("80000000"));
    }

    @Override
    protected List<byte[]> examples() {
        var peaks = new Peaks();
        byte[] command = null;
        for (int hour = 1; hour < 5; hour++) {
            command =
                    Objects.requireNonNull(
                            peaks.remembering(
                                    Map.of(1, new Throughput(9 - hour, hour), 2, Throughput.NONE),
                                    Set.of(1, 2),
                                    hour * HOUR_MS));
            peaks.apply(command);
        }
        return List.of(with(0, Objects.requireNonNull(command)), with(1, peaks.snapshot()));
    }

    private static byte[] with(int first, byte[] rest) {
        byte[] input = new byte[1 + rest.length];
        input[0] = (byte) first;
        System.arraycopy(rest, 0, input, 1, rest.length);
        return input;
    }

    @Override
    public void parse(byte[] input) {
        if (input.length == 0) return;
        byte[] rest = new byte[input.length - 1];
        System.arraycopy(input, 1, rest, 0, rest.length);
        var peaks = new Peaks();
        try {
            if (input[0] % 2 == 0) peaks.apply(rest);
            else peaks.restore(rest);
        } catch (UncheckedIOException refused) {
            return;
        }
        byte[] written = peaks.snapshot();
        var again = new Peaks();
        again.restore(written);
        assertArrayEquals(written, again.snapshot());
    }
}
