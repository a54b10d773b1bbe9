package dev.millrace.cloudwatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/// The queries of one request, and what each comes to. For one thread.
final class MathEvaluation {
    /// Time series that a search may find. Source: CloudWatch user guide, "Search expressions".
    static final int MOST_FOUND = 100;

    /// The functions that are known, for who asks for another.
    private static final String KNOWN =
            "ABS, AVG, CEIL, DIFF, FILL, FIRST, FLOOR, IF, LAST, LOG, LOG10, MAX, METRICS,"
                    + " METRIC_COUNT, MIN, PERIOD, RATE, RUNNING_SUM, SEARCH, SUM, TIME_SERIES";

    /// What a request asks for under one id.
    sealed interface Query {
        record Stat(MetricKey metric, @Nullable String unit, Statistic statistic, int period)
                implements Query {}

        record Formula(String expression, int period) implements Query {}
    }

    private final MetricReader reader;
    private final String account;
    private final String region;
    private final Map<String, Query> queries;
    private final long start;
    private final long end;
    private final long now;
    private final boolean aligned;
    private final Map<String, MathValue> done = new LinkedHashMap<>();
    private final Set<String> underWay = new HashSet<>();

    /// @param queries by their ids
    /// @param start first second
    /// @param end first second behind the last
    /// @param aligned whether periods begin where they divide the time, or with the start
    MathEvaluation(
            MetricReader reader,
            String account,
            String region,
            Map<String, Query> queries,
            long start,
            long end,
            long now,
            boolean aligned) {
        this.reader = reader;
        this.account = account;
        this.region = region;
        this.queries = queries;
        this.start = start;
        this.end = end;
        this.now = now;
        this.aligned = aligned;
    }

    /// What a query comes to, as lines.
    List<Line> lines(String id) throws ExpressionException {
        return switch (value(id)) {
            case MathValue.One(Line line) -> List.of(line);
            case MathValue.Many(List<Line> lines) -> lines;
            case MathValue.Scalar _ ->
                    throw new ExpressionException(
                            "it is a single number; TIME_SERIES makes a time series of it");
            case MathValue.Text _ -> throw MathFunctions.noNumber();
        };
    }

    private MathValue value(String id) throws ExpressionException {
        MathValue known = done.get(id);
        if (known != null) return known;
        Query query = queries.get(id);
        if (query == null) throw new ExpressionException("there is no query " + id);
        if (!underWay.add(id)) throw new ExpressionException(id + " refers to itself");
        MathValue value =
                switch (query) {
                    case Query.Stat stat ->
                            new MathValue.One(
                                    read(
                                            stat.metric(),
                                            stat.unit(),
                                            stat.statistic(),
                                            stat.period()));
                    case Query.Formula(String text, int period) ->
                            new Formula(period).value(ExpressionParser.parse(text));
                };
        underWay.remove(id);
        done.put(id, value);
        return value;
    }

    private Line read(
            MetricKey metric, @Nullable String unit, Statistic statistic, int periodSeconds) {
        MetricReader.Window window =
                aligned
                        ? MetricReader.Window.aligned(start, end, periodSeconds, now)
                        : MetricReader.Window.from(start, end, periodSeconds, now);
        SortedMap<Long, Sample> samples =
                unit == null
                        ? reader.read(metric, window)
                        : reader.read(new SeriesKey(metric, unit), window);
        var values = new TreeMap<Long, Double>();
        samples.forEach(
                (second, sample) -> {
                    double value = statistic.of(sample, window.periodSeconds());
                    if (Double.isFinite(value)) values.put(second, value);
                });
        return new Line(metric.name(), window.periodSeconds(), values);
    }

    /// One expression on its way.
    private final class Formula {
        private final int period; // of what has none of its own, in seconds

        Formula(int period) {
            this.period = period;
        }

        MathValue value(Expression expression) throws ExpressionException {
            return switch (expression) {
                case Expression.Literal(double number) -> new MathValue.Scalar(number);
                case Expression.Text(String text) -> new MathValue.Text(text);
                case Expression.Reference(String id) -> MathEvaluation.this.value(id);
                case Expression.Several(List<Expression> each) -> several(each);
                case Expression.Negative(Expression of) ->
                        MathFunctions.each(value(of), number -> -number);
                case Expression.Binary(
                                Expression.Operator operator,
                                Expression left,
                                Expression right) ->
                        MathFunctions.both(value(left), value(right), operator::apply);
                case Expression.Call(String function, List<Expression> arguments) ->
                        call(function, arguments);
            };
        }

        private MathValue several(List<Expression> each) throws ExpressionException {
            var lines = new ArrayList<Line>();
            for (Expression expression : each)
                switch (value(expression)) {
                    case MathValue.One(Line line) -> lines.add(line);
                    case MathValue.Many(List<Line> more) -> lines.addAll(more);
                    case MathValue.Scalar(double number) -> lines.add(constant(number));
                    case MathValue.Text _ -> throw MathFunctions.noNumber();
                }
            return new MathValue.Many(lines);
        }

        private Line constant(double number) {
            return MathFunctions.fill(
                    new Line("", period, new TreeMap<>()),
                    new MathFunctions.Filling.With(number),
                    start,
                    end);
        }

        private MathValue call(String function, List<Expression> arguments)
                throws ExpressionException {
            return switch (function) {
                case "SUM" -> summary(function, arguments, MathFunctions.Summary.SUM);
                case "AVG" -> summary(function, arguments, MathFunctions.Summary.AVG);
                case "MIN" -> summary(function, arguments, MathFunctions.Summary.MIN);
                case "MAX" -> summary(function, arguments, MathFunctions.Summary.MAX);
                case "ABS" -> each(function, arguments, Math::abs);
                case "CEIL" -> each(function, arguments, Math::ceil);
                case "FLOOR" -> each(function, arguments, Math::floor);
                case "LOG" -> each(function, arguments, Math::log);
                case "LOG10" -> each(function, arguments, Math::log10);
                case "RATE" -> change(function, arguments, MathFunctions::rate);
                case "DIFF" -> change(function, arguments, MathFunctions::difference);
                case "RUNNING_SUM" -> change(function, arguments, MathFunctions::runningSum);
                case "FIRST" -> end(line(function, arguments), true);
                case "LAST" -> end(line(function, arguments), false);
                case "PERIOD" -> new MathValue.Scalar(line(function, arguments).periodSeconds());
                case "TIME_SERIES" -> new MathValue.One(constant(number(function, arguments, 0)));
                case "FILL" -> fill(arguments);
                case "IF" -> choice(arguments);
                case "METRICS" -> new MathValue.Many(metrics(arguments));
                case "METRIC_COUNT" ->
                        new MathValue.Scalar(lines(value(one(function, arguments))).size());
                case "SEARCH" -> new MathValue.Many(search(arguments));
                default ->
                        throw new ExpressionException(
                                "the function %s is not supported here; those that are: %s"
                                        .formatted(function, KNOWN));
            };
        }

        private MathValue summary(
                String function, List<Expression> arguments, MathFunctions.Summary summary)
                throws ExpressionException {
            if (arguments.size() == 1)
                return MathFunctions.summary(value(arguments.getFirst()), summary);
            boolean ofNumbers =
                    arguments.size() == 2
                            && (summary == MathFunctions.Summary.MIN
                                    || summary == MathFunctions.Summary.MAX);
            if (!ofNumbers)
                throw new ExpressionException(function + " takes one argument, perhaps a list");
            return MathFunctions.both(
                    value(arguments.getFirst()),
                    value(arguments.getLast()),
                    summary == MathFunctions.Summary.MIN ? Math::min : Math::max);
        }

        private MathValue each(
                String function, List<Expression> arguments, DoubleUnaryOperator change)
                throws ExpressionException {
            return MathFunctions.each(value(one(function, arguments)), change);
        }

        private interface Change {
            Line of(Line line);
        }

        private MathValue change(String function, List<Expression> arguments, Change change)
                throws ExpressionException {
            return switch (value(one(function, arguments))) {
                case MathValue.One(Line line) -> new MathValue.One(change.of(line));
                case MathValue.Many(List<Line> lines) ->
                        new MathValue.Many(lines.stream().map(change::of).toList());
                case MathValue.Scalar _, MathValue.Text _ ->
                        throw new ExpressionException(function + " takes a time series");
            };
        }

        private static MathValue end(Line line, boolean first) {
            if (line.values().isEmpty()) return new MathValue.Scalar(Double.NaN);
            long second = first ? line.values().firstKey() : line.values().lastKey();
            Double value = line.values().get(second);
            return new MathValue.Scalar(value == null ? Double.NaN : value);
        }

        private Expression one(String function, List<Expression> arguments)
                throws ExpressionException {
            if (arguments.size() != 1)
                throw new ExpressionException(function + " takes one argument");
            return arguments.getFirst();
        }

        private Line line(String function, List<Expression> arguments) throws ExpressionException {
            if (value(one(function, arguments)) instanceof MathValue.One(Line line)) return line;
            throw new ExpressionException(function + " takes a time series");
        }

        private double number(String function, List<Expression> arguments, int place)
                throws ExpressionException {
            if (arguments.size() > place
                    && value(arguments.get(place)) instanceof MathValue.Scalar(double number))
                return number;
            throw new ExpressionException(function + " takes a number");
        }

        private List<Line> lines(MathValue value) throws ExpressionException {
            return switch (value) {
                case MathValue.One(Line line) -> List.of(line);
                case MathValue.Many(List<Line> lines) -> lines;
                case MathValue.Scalar _, MathValue.Text _ ->
                        throw new ExpressionException("a time series is expected");
            };
        }

        private MathValue fill(List<Expression> arguments) throws ExpressionException {
            if (arguments.size() != 2)
                throw new ExpressionException("FILL takes a time series and what to fill in");
            MathValue value = value(arguments.getFirst());
            MathFunctions.Filling filling = filling(arguments.getLast());
            var filled = new ArrayList<Line>();
            for (Line line : lines(value))
                filled.add(MathFunctions.fill(line, filling, start, end));
            return value instanceof MathValue.One
                    ? new MathValue.One(filled.getFirst())
                    : new MathValue.Many(filled);
        }

        private MathFunctions.Filling filling(Expression with) throws ExpressionException {
            if (with instanceof Expression.Reference(String name) && !queries.containsKey(name))
                return switch (name.toUpperCase(Locale.ROOT)) {
                    case "REPEAT" -> new MathFunctions.Filling.Repeat();
                    case "LINEAR" -> new MathFunctions.Filling.Linear();
                    default -> throw new ExpressionException("there is no query " + name);
                };
            return switch (value(with)) {
                case MathValue.Scalar(double number) -> new MathFunctions.Filling.With(number);
                case MathValue.One(Line line) -> new MathFunctions.Filling.From(line);
                case MathValue.Many _, MathValue.Text _ ->
                        throw new ExpressionException(
                                "FILL takes a number, a time series, REPEAT or LINEAR");
            };
        }

        private MathValue choice(List<Expression> arguments) throws ExpressionException {
            if (arguments.size() != 2 && arguments.size() != 3)
                throw new ExpressionException("IF takes a condition and one or two values");
            MathValue condition = value(arguments.getFirst());
            MathValue then = value(arguments.get(1));
            MathValue otherwise = arguments.size() == 3 ? value(arguments.get(2)) : null;
            if (condition instanceof MathValue.Scalar(double number)) {
                if (number != 0) return then;
                return otherwise == null ? new MathValue.Many(List.of()) : otherwise;
            }
            if (!(condition instanceof MathValue.One(Line line)))
                throw new ExpressionException("IF takes a number or a time series to decide by");
            var chosen = new TreeMap<Long, Double>();
            for (Map.Entry<Long, Double> point : line.values().entrySet()) {
                MathValue from = point.getValue() != 0 ? then : otherwise;
                double value = from == null ? Double.NaN : at(from, point.getKey());
                if (Double.isFinite(value)) chosen.put(point.getKey(), value);
            }
            return new MathValue.One(new Line(line.label(), line.periodSeconds(), chosen));
        }

        private static double at(MathValue value, long second) throws ExpressionException {
            return switch (value) {
                case MathValue.Scalar(double number) -> number;
                case MathValue.One(Line line) -> line.values().getOrDefault(second, Double.NaN);
                case MathValue.Many _, MathValue.Text _ ->
                        throw new ExpressionException("IF chooses between numbers or time series");
            };
        }

        private List<Line> metrics(List<Expression> arguments) throws ExpressionException {
            String part = arguments.isEmpty() ? "" : text(arguments.getFirst());
            var lines = new ArrayList<Line>();
            for (Map.Entry<String, Query> query : queries.entrySet())
                if (query.getValue() instanceof Query.Stat && query.getKey().contains(part))
                    lines.addAll(MathEvaluation.this.lines(query.getKey()));
            return lines;
        }

        private static String text(Expression expression) throws ExpressionException {
            if (expression instanceof Expression.Text(String text)) return text;
            throw new ExpressionException("a text in quotes is expected");
        }

        private List<Line> search(List<Expression> arguments) throws ExpressionException {
            if (arguments.size() < 2 || arguments.size() > 3)
                throw new ExpressionException(
                        "SEARCH takes what to search for, a statistic and a period");
            Statistic statistic = Statistic.parse(text(arguments.get(1)));
            if (statistic == null)
                throw new ExpressionException("no statistic: " + text(arguments.get(1)));
            double seconds = arguments.size() == 3 ? number("SEARCH", arguments, 2) : period;
            if (!Periods.isValid((int) seconds) || seconds != (int) seconds)
                throw new ExpressionException("no period: " + seconds);
            MetricSearch search = MetricSearch.parse(text(arguments.getFirst()));
            Collection<MetricKey> found =
                    reader.store()
                            .metrics(
                                    start,
                                    key ->
                                            key.account().equals(account)
                                                    && key.region().equals(region)
                                                    && search.finds(key));
            var lines = new ArrayList<Line>();
            for (MetricKey key : found) {
                if (lines.size() == MOST_FOUND) break;
                Line line = read(key, null, statistic, (int) seconds);
                lines.add(new Line(label(key), line.periodSeconds(), line.values()));
            }
            return lines;
        }

        private static String label(MetricKey key) {
            return key.dimensions().isEmpty()
                    ? key.name()
                    : String.join(" ", key.dimensions().values()) + " " + key.name();
        }
    }
}
