package dev.millrace.cloudwatch;

import java.util.List;

/// A metric math expression, parsed.
sealed interface Expression {
    record Literal(double value) implements Expression {}

    /// What another query of the request gives.
    record Reference(String id) implements Expression {}

    /// A text in quotes.
    record Text(String text) implements Expression {}

    /// `[a, b]`.
    record Several(List<Expression> each) implements Expression {}

    record Negative(Expression of) implements Expression {}

    record Binary(Operator operator, Expression left, Expression right) implements Expression {}

    /// A function and what it is given; its name is in upper case.
    record Call(String function, List<Expression> arguments) implements Expression {}

    /// By how tightly they bind, the loosest first.
    enum Operator {
        OR("||", 1),
        AND("&&", 2),
        EQUAL("==", 3),
        NOT_EQUAL("!=", 3),
        LESS_OR_EQUAL("<=", 4),
        GREATER_OR_EQUAL(">=", 4),
        LESS("<", 4),
        GREATER(">", 4),
        PLUS("+", 5),
        MINUS("-", 5),
        TIMES("*", 6),
        DIVIDED_BY("/", 6),
        TO_THE_POWER_OF("^", 8);

        final String text;
        final int binding;

        Operator(String text, int binding) {
            this.text = text;
            this.binding = binding;
        }

        double apply(double left, double right) {
            return switch (this) {
                case OR -> truth(left != 0 || right != 0);
                case AND -> truth(left != 0 && right != 0);
                case EQUAL -> truth(left == right);
                case NOT_EQUAL -> truth(left != right);
                case LESS_OR_EQUAL -> truth(left <= right);
                case GREATER_OR_EQUAL -> truth(left >= right);
                case LESS -> truth(left < right);
                case GREATER -> truth(left > right);
                case PLUS -> left + right;
                case MINUS -> left - right;
                case TIMES -> left * right;
                case DIVIDED_BY -> left / right;
                case TO_THE_POWER_OF -> Math.pow(left, right);
            };
        }

        private static double truth(boolean value) {
            return value ? 1 : 0;
        }
    }
}
