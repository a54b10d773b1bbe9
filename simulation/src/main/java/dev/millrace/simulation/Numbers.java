package dev.millrace.simulation;

import java.util.Comparator;

/// Sequence numbers as clients compare them: as decimal numbers.
final class Numbers {
    static final Comparator<String> ORDER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private Numbers() {}

    static boolean exceeds(String number, String other) {
        return ORDER.compare(number, other) > 0;
    }
}
