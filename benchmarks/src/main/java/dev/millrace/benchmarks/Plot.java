package dev.millrace.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Drawings of results: bars beside each other, or lines over an axis.
final class Plot {
    private static final int WIDTH = 820;
    private static final int LEFT = 330;
    private static final int BAR = 18;
    private static final int GAP = 10;
    private static final int TOP = 56;

    /// Room for the numbers behind the longest bar.
    private static final int RIGHT = 80;

    private Plot() {}

    /// One bar.
    ///
    /// @param group bars of the same one stand together, under its name
    record Bar(String group, String label, double value) {}

    /// One point of a line.
    record Point(String line, double x, double y) {}

    /// Bars on a scale on which ten times as much is always the same length: results differ so much
    /// that on an even one most bars could not be seen.
    static String bars(String title, String unit, List<Bar> all) {
        // Nothing at all has no place on such a scale.
        List<Bar> bars = all.stream().filter(bar -> bar.value() > 0).toList();
        var groups = new LinkedHashMap<String, List<Bar>>();
        for (Bar bar : bars) groups.computeIfAbsent(bar.group(), _ -> new ArrayList<>()).add(bar);
        var labels = new ArrayList<String>();
        for (Bar bar : bars) if (!labels.contains(bar.label())) labels.add(bar.label());
        int height = TOP + bars.size() * BAR + groups.size() * (BAR + GAP) + GAP;
        var svg = new Svg(WIDTH, height);
        svg.text(GAP, 22, "start", "title", title);
        svg.text(GAP, 40, "start", "quiet", unit + ", logarithmic");
        double low = decade(bars.stream().mapToDouble(Bar::value).min().orElse(1), false);
        double high = decade(bars.stream().mapToDouble(Bar::value).max().orElse(10), true);
        int length = WIDTH - LEFT - RIGHT;
        for (double mark = low; mark <= high * 1.01; mark *= 10) {
            double x = LEFT + length * Math.log(mark / low) / Math.log(high / low);
            svg.grid(x, TOP, x, height - GAP);
            svg.text(x, TOP - 6, "middle", "quiet", number(mark));
        }
        double y = TOP;
        for (Map.Entry<String, List<Bar>> group : groups.entrySet()) {
            y += BAR;
            svg.text(GAP, y, "start", "", group.getKey());
            y += 4;
            for (Bar bar : group.getValue()) {
                double end = length * Math.log(bar.value() / low) / Math.log(high / low);
                svg.text(LEFT - 8, y + BAR - 6, "end", "quiet", bar.label());
                svg.bar(LEFT, y + 2, Math.max(1, end), BAR - 4, labels.indexOf(bar.label()));
                svg.text(LEFT + end + 6, y + BAR - 6, "start", "", number(bar.value()));
                y += BAR;
            }
            y += GAP - 4;
        }
        return svg.toString();
    }

    /// Lines from zero up.
    ///
    /// @param logarithmic whether ten times as much is always as far along the first axis
    static String lines(
            String title, String xUnit, String yUnit, boolean logarithmic, List<Point> points) {
        int left = 70;
        int right = 30;
        int bottom = 60;
        int height = 360;
        var lines = new LinkedHashMap<String, List<Point>>();
        for (Point point : points)
            lines.computeIfAbsent(point.line(), _ -> new ArrayList<>()).add(point);
        int top = TOP + 18 * lines.size();
        height += 18 * lines.size();
        double xLow = points.stream().mapToDouble(Point::x).min().orElse(0);
        double xHigh = points.stream().mapToDouble(Point::x).max().orElse(1);
        if (!logarithmic) xLow = 0;
        double step = step(points.stream().mapToDouble(Point::y).max().orElse(1));
        double yHigh =
                step * Math.ceil(points.stream().mapToDouble(Point::y).max().orElse(1) / step);
        var axis = new Axis(logarithmic, xLow, xHigh, left, WIDTH - right);
        var svg = new Svg(WIDTH, height);
        svg.text(GAP, 22, "start", "title", title);
        svg.text(GAP, 40, "start", "quiet", yUnit);
        for (double mark = 0; mark <= yHigh * 1.001; mark += step) {
            double y = height - bottom - (height - bottom - top) * mark / yHigh;
            svg.grid(left, y, WIDTH - right, y);
            svg.text(left - 8, y + 4, "end", "quiet", number(mark));
        }
        for (double mark : axis.marks()) {
            svg.grid(axis.at(mark), top, axis.at(mark), height - bottom);
            svg.text(axis.at(mark), height - bottom + 18, "middle", "quiet", number(mark));
        }
        svg.text((left + WIDTH - right) / 2.0, height - bottom + 40, "middle", "quiet", xUnit);
        int colour = 0;
        for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
            double[] path = new double[2 * line.getValue().size()];
            int at = 0;
            for (Point point : line.getValue()) {
                path[at++] = axis.at(point.x());
                path[at++] = height - bottom - (height - bottom - top) * point.y() / yHigh;
            }
            svg.line(path, colour);
            for (int i = 0; i < path.length; i += 2) svg.dot(path[i], path[i + 1], colour);
            double legend = TOP + 18 * colour;
            svg.bar(left, legend - 9, 12, 10, colour);
            svg.text(left + 18, legend, "start", "", line.getKey());
            colour++;
        }
        return svg.toString();
    }

    /// The first axis.
    private record Axis(boolean logarithmic, double low, double high, double from, double to) {
        double at(double value) {
            if (high == low) return (from + to) / 2;
            double part =
                    logarithmic
                            ? Math.log(value / low) / Math.log(high / low)
                            : (value - low) / (high - low);
            return from + (to - from) * part;
        }

        List<Double> marks() {
            var marks = new ArrayList<Double>();
            if (logarithmic)
                for (double mark = decade(low, true); mark <= high * 1.001; mark *= 10)
                    marks.add(mark);
            else for (double mark = 0; mark <= high * 1.001; mark += step(high)) marks.add(mark);
            return marks;
        }
    }

    /// The power of ten at or beside a value.
    private static double decade(double value, boolean above) {
        double exponent = Math.log10(value);
        // What is a power of ten but for rounding is one.
        double near = Math.rint(exponent);
        if (Math.abs(exponent - near) < 1e-9) return Math.pow(10, near);
        return Math.pow(10, above ? Math.ceil(exponent) : Math.floor(exponent));
    }

    /// 1, 2 or 5 of some power of ten: at most ten of it make up `high`.
    static double step(double high) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(high, 1e-9))) - 1);
        for (int times : new int[] {1, 2, 5, 10})
            if (high / (unit * times) <= 10) return unit * times;
        return unit * 10;
    }

    private static String number(double value) {
        if (value == 0) return "0";
        if (value >= 100 || value == Math.rint(value))
            return String.format(Locale.ROOT, "%,.0f", value);
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2g", value);
    }
}
