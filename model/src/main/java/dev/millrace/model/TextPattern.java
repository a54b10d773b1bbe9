package dev.millrace.model;

import java.util.regex.Pattern;

/// A model's regular expression, matched in bounded time.
///
/// Some of the models' patterns (`arn:aws.*:kinesis:.*:\d{12}:.*`) backtrack in the cube of the
/// length, and what they are matched against comes from outside. So a match may look at characters
/// only so often; a string that needs more does not match. Strings as users write them need a
/// hundredth of it.
final class TextPattern {
    private static final long FREE_STEPS = 10_000;
    private static final long STEPS_PER_CHARACTER = 50;

    /// Beyond what it takes to look at each character of a very long string twice.
    private static final long MAX_STEPS = 1_000_000;

    private final String text;
    private final Pattern pattern;

    TextPattern(String text) {
        this.text = text;
        pattern = Pattern.compile(text);
    }

    boolean matches(String value) {
        try {
            return pattern.matcher(new Budgeted(value)).matches();
        } catch (OutOfSteps tooManySteps) {
            return false;
        }
    }

    private static long budget(long length) {
        return FREE_STEPS + Math.min(STEPS_PER_CHARACTER * length, MAX_STEPS + 2 * length);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class Budgeted implements CharSequence {
        private final String value;
        private long steps;

        Budgeted(String value) {
            this.value = value;
            steps = budget(value.length());
        }

        @Override
        public char charAt(int index) {
            if (--steps < 0) throw new OutOfSteps();
            return value.charAt(index);
        }

        @Override
        public int length() {
            return value.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return value.subSequence(start, end);
        }

        @Override
        public String toString() {
            return value;
        }
    }

    private static final class OutOfSteps extends RuntimeException {
        OutOfSteps() {
            super("too many steps", null, false, false);
        }
    }
}
