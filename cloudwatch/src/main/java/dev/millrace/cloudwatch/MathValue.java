package dev.millrace.cloudwatch;

import java.util.List;

/// What an expression comes to.
sealed interface MathValue {
    record Scalar(double value) implements MathValue {}

    record Text(String text) implements MathValue {}

    record One(Line line) implements MathValue {}

    record Many(List<Line> lines) implements MathValue {
        public Many {
            lines = List.copyOf(lines);
        }
    }
}
