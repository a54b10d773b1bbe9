package dev.millrace.benchmarks;

import java.util.Locale;

/// A drawing in the making. Its colours are readable on light and on dark ground, whichever the
/// reader has chosen.
final class Svg {
    /// Told apart by most who do not see all colours.
    private static final String STYLE =
            """
            <style>
              text { font: 12px system-ui, sans-serif; fill: #333 }
              .title { font-size: 15px; font-weight: 600 }
              .quiet { fill: #777 }
              .grid { stroke: #8884; fill: none }
              .s0 { color: #0b6bcb } .s1 { color: #c4500c } .s2 { color: #1a8754 }
              .s3 { color: #8a3ffc } .s4 { color: #b28600 } .s5 { color: #777 }
              .line { stroke: currentColor; fill: none; stroke-width: 2 }
              .dot, .bar { fill: currentColor }
              @media (prefers-color-scheme: dark) {
                text { fill: #ddd }
                .quiet { fill: #999 }
                .s0 { color: #6cb2ff } .s1 { color: #ff9d5c } .s2 { color: #5fd39a }
                .s3 { color: #c5a3ff } .s4 { color: #e6c34a } .s5 { color: #aaa }
              }
            </style>
            """;

    static final int COLOURS = 6;

    private final int width;
    private final int height;
    private final StringBuilder body = new StringBuilder();

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /// @param anchor start, middle or end: what of the text is at `x`
    Svg text(double x, double y, String anchor, String kind, String text) {
        return element(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
                x, y, anchor, kind, escaped(text));
    }

    Svg grid(double x1, double y1, double x2, double y2) {
        return element("<path class=\"grid\" d=\"M%.1f %.1fL%.1f %.1f\"/>", x1, y1, x2, y2);
    }

    Svg bar(double x, double y, double width, double height, int colour) {
        return element(
                "<rect class=\"bar s%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
                        + " rx=\"2\"/>",
                colour % COLOURS, x, y, width, height);
    }

    Svg dot(double x, double y, int colour) {
        return element(
                "<circle class=\"dot s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>",
                colour % COLOURS, x, y);
    }

    /// @param points x and y in turn
    Svg line(double[] points, int colour) {
        var path = new StringBuilder();
        for (int i = 0; i < points.length; i += 2)
            path.append(
                    String.format(
                            Locale.ROOT,
                            "%s%.1f %.1f",
                            i == 0 ? "M" : "L",
                            points[i],
                            points[i + 1]));
        return element("<path class=\"line s%d\" d=\"%s\"/>", colour % COLOURS, path);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency of ours
    private Svg element(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" \
        viewBox="0 0 %1$d %2$d">
        """
                        .formatted(width, height)
                + STYLE
                + body
                + "</svg>\n";
    }
}
