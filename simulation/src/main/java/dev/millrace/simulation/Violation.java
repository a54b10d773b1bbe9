package dev.millrace.simulation;

/// A promise that a history breaks, and where.
record Violation(Promise promise, String words) {
    @Override
    public String toString() {
        return promise + ": " + words;
    }
}
