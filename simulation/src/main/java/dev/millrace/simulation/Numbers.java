package dev.millrace.simulation;

import dev.millrace.stream.SequenceNumber;

import java.util.Comparator;

/// Sequence numbers as clients compare them: as decimal numbers.
final class Numbers {
    static final Comparator<String> ORDER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private Numbers() {}

    /// The second in which the record arrived, or the shard was closed; in milliseconds.
    static long recordMs(String number) {
        if (SequenceNumber.parse(number) instanceof SequenceNumber.Parsed.Current(var its))
            return its.recordSecond() * 1_000;
        throw new IllegalArgumentException(number);
    }

    static boolean exceeds(String number, String other) {
        return ORDER.compare(number, other) > 0;
    }
}
