package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;

import java.util.Set;

/// The lengths of periods that may be asked for.
final class Periods {
    private static final Set<Integer> SHORT = Set.of(1, 5, 10, 20, 30);
    private static final int MINUTE = 60;

    private Periods() {}

    static boolean isValid(int seconds) {
        return SHORT.contains(seconds) || (seconds > 0 && seconds % MINUTE == 0);
    }

    static void check(int seconds, String parameter) throws ApiException {
        if (!isValid(seconds))
            throw CloudWatchErrors.invalidValue(
                    "The parameter %s must be 1, 5, 10, 20, 30, or a multiple of 60."
                            .formatted(parameter));
    }
}
