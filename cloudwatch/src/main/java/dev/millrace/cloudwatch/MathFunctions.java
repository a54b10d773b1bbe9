package dev.millrace.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// What expressions do to values: pure. Source: CloudWatch user guide, "Using metric math".
final class MathFunctions {
    private MathFunctions() {}

    static MathValue each(MathValue value, DoubleUnaryOperator change) throws ExpressionException {
        return switch (value) {
            case MathValue.Scalar(double number) ->
                    new MathValue.Scalar(change.applyAsDouble(number));
            case MathValue.One(Line line) -> new MathValue.One(each(line, change));
            case MathValue.Many(List<Line> lines) ->
                    new MathValue.Many(lines.stream().map(line -> each(line, change)).toList());
            case MathValue.Text _ -> throw noNumber();
        };
    }

    private static Line each(Line line, DoubleUnaryOperator change) {
        var changed = new TreeMap<Long, Double>();
        line.values().forEach((second, value) -> put(changed, second, change.applyAsDouble(value)));
        return new Line(line.label(), line.periodSeconds(), changed);
    }

    /// What is no number, such as a quotient by 0, has no point.
    private static void put(SortedMap<Long, Double> values, long second, double value) {
        if (Double.isFinite(value)) values.put(second, value);
    }

    static MathValue both(MathValue left, MathValue right, DoubleBinaryOperator join)
            throws ExpressionException {
        if (left instanceof MathValue.Scalar(double a))
            return each(right, b -> join.applyAsDouble(a, b));
        if (right instanceof MathValue.Scalar(double b))
            return each(left, a -> join.applyAsDouble(a, b));
        if (left instanceof MathValue.One(Line a) && right instanceof MathValue.One(Line b))
            return new MathValue.One(both(a, b, join));
        if (left instanceof MathValue.Many(List<Line> all)
                && right instanceof MathValue.One(Line b))
            return new MathValue.Many(all.stream().map(a -> both(a, b, join)).toList());
        if (left instanceof MathValue.One(Line a)
                && right instanceof MathValue.Many(List<Line> all))
            return new MathValue.Many(all.stream().map(b -> both(a, b, join)).toList());
        throw new ExpressionException("an operation between two lists of time series");
    }

    private static Line both(Line left, Line right, DoubleBinaryOperator join) {
        var joined = new TreeMap<Long, Double>();
        left.values()
                .forEach(
                        (second, a) -> {
                            Double b = right.values().get(second);
                            if (b != null) put(joined, second, join.applyAsDouble(a, b));
                        });
        return new Line(left.label(), left.periodSeconds(), joined);
    }

    /// How several values become one.
    enum Summary {
        SUM,
        AVG,
        MIN,
        MAX;

        double of(List<Double> values) {
            var all = values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
            return switch (this) {
                case SUM -> all.getSum();
                case AVG -> all.getAverage();
                case MIN -> all.getMin();
                case MAX -> all.getMax();
            };
        }
    }

    /// Of one time series, a number; of several, a time series.
    static MathValue summary(MathValue value, Summary summary) throws ExpressionException {
        return switch (value) {
            case MathValue.Scalar scalar -> scalar;
            case MathValue.Text _ -> throw noNumber();
            case MathValue.One(Line line) ->
                    new MathValue.Scalar(
                            line.values().isEmpty()
                                    ? Double.NaN
                                    : summary.of(List.copyOf(line.values().values())));
            case MathValue.Many(List<Line> lines) -> new MathValue.One(summary(lines, summary));
        };
    }

    private static Line summary(List<Line> lines, Summary summary) {
        var seconds = new TreeSet<Long>();
        for (Line line : lines) seconds.addAll(line.values().keySet());
        var values = new TreeMap<Long, Double>();
        for (long second : seconds) {
            var present = new ArrayList<Double>();
            for (Line line : lines) {
                Double value = line.values().get(second);
                if (value != null) present.add(value);
            }
            put(values, second, summary.of(present));
        }
        int period = lines.isEmpty() ? Tier.MINUTE.seconds : lines.getFirst().periodSeconds();
        return new Line("", period, values);
    }

    /// The change for each second between neighbouring points.
    static Line rate(Line line) {
        return steps(line, (before, point) -> point - before, true);
    }

    /// The change between neighbouring points.
    static Line difference(Line line) {
        return steps(line, (before, point) -> point - before, false);
    }

    private static Line steps(Line line, DoubleBinaryOperator step, boolean perSecond) {
        var steps = new TreeMap<Long, Double>();
        Map.Entry<Long, Double> before = null;
        for (Map.Entry<Long, Double> point : line.values().entrySet()) {
            if (before != null) {
                double change = step.applyAsDouble(before.getValue(), point.getValue());
                long seconds = point.getKey() - before.getKey();
                put(steps, point.getKey(), perSecond ? change / seconds : change);
            }
            before = point;
        }
        return new Line(line.label(), line.periodSeconds(), steps);
    }

    static Line runningSum(Line line) {
        var sums = new TreeMap<Long, Double>();
        double sum = 0;
        for (Map.Entry<Long, Double> point : line.values().entrySet()) {
            sum += point.getValue();
            put(sums, point.getKey(), sum);
        }
        return new Line(line.label(), line.periodSeconds(), sums);
    }

    /// How points are made up where there are none.
    sealed interface Filling {
        record With(double value) implements Filling {}

        record From(Line line) implements Filling {}

        record Repeat() implements Filling {}

        record Linear() implements Filling {}
    }

    /// @param start first second of the time that is shown
    /// @param end first second behind it
    static Line fill(Line line, Filling filling, long start, long end) {
        var filled = new TreeMap<>(line.values());
        int period = line.periodSeconds();
        long first = Math.ceilDiv(start, period) * period;
        for (long second = first; second < end; second += period) {
            if (line.values().containsKey(second)) continue;
            Double value =
                    switch (filling) {
                        case Filling.With(double constant) -> Double.valueOf(constant);
                        case Filling.From(Line other) -> other.values().get(second);
                        case Filling.Repeat() -> before(line, second);
                        case Filling.Linear() -> between(line, second);
                    };
            if (value != null) put(filled, second, value);
        }
        return new Line(line.label(), period, filled);
    }

    private static Double before(Line line, long second) {
        SortedMap<Long, Double> earlier = line.values().headMap(second);
        return earlier.isEmpty() ? Double.NaN : earlier.getOrDefault(earlier.lastKey(), Double.NaN);
    }

    private static Double between(Line line, long second) {
        SortedMap<Long, Double> earlier = line.values().headMap(second);
        SortedMap<Long, Double> later = line.values().tailMap(second);
        if (earlier.isEmpty() || later.isEmpty()) return Double.NaN;
        long from = earlier.lastKey();
        long to = later.firstKey();
        double low = earlier.getOrDefault(from, Double.NaN);
        double high = later.getOrDefault(to, Double.NaN);
        return low + (high - low) * (second - from) / (to - from);
    }

    static ExpressionException noNumber() {
        return new ExpressionException("a text where a number or a time series is expected");
    }
}
