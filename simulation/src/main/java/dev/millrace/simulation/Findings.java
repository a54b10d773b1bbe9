package dev.millrace.simulation;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with a history, as far as it is worth telling.
final class Findings {
    private static final int MOST = 1_000;

    private final List<Violation> violations = new ArrayList<>();

    void add(Promise promise, String words) {
        if (violations.size() < MOST) violations.add(new Violation(promise, words));
    }

    List<Violation> all() {
        return List.copyOf(violations);
    }
}
