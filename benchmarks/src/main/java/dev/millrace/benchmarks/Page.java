package dev.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A Markdown file with tables of results between marks, and plots in the folder of its name. What
/// stands around the marks is a person's and stays.
final class Page {
    private static final String END = "<!-- end of results -->";

    private final Path file;
    private final Path folder;

    /// @param file ending in `.md`
    Page(Path file) {
        this.file = file;
        String name = file.getFileName().toString();
        folder = file.resolveSibling(name.replaceFirst("\\.md$", ""));
    }

    Path results() {
        return folder.resolve("results.csv");
    }

    void write(ResultFile results) throws IOException {
        Files.createDirectories(folder);
        peers(results.of(Group.PEERS));
        over(Group.SHARDS, results, Figure.CPU, "shards", true);
        over(Group.CONNECTIONS, results, Figure.CPU, "connections", true);
        over(Group.RETAINED, results, Figure.START, "GiB retained", false);
        over(Group.SOAK, results, Figure.RESIDENT, "minutes", false);
        latency(results.of(Group.LATENCY));
        stages(results.of(Group.STAGES));
        Files.writeString(file, filled(text(), results));
    }

    private String text() throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            var text = new StringBuilder("# Results\n");
            for (Group group : Group.values())
                text.append("\n## ")
                        .append(group.word())
                        .append("\n\n")
                        .append(mark(group))
                        .append('\n')
                        .append(END)
                        .append('\n');
            return text.toString();
        }
    }

    private static String mark(Group group) {
        return "<!-- results: " + group.word() + " -->";
    }

    /// The text with each marked table drawn anew, and its plot.
    private String filled(String text, ResultFile results) throws IOException {
        String filled = text;
        for (Group group : Group.values()) {
            int at = filled.indexOf(mark(group));
            if (at < 0) continue;
            int from = at + mark(group).length();
            int to = filled.indexOf(END, from);
            if (to < 0) throw new IOException("no " + END + " behind " + mark(group));
            String table = table(group, results.of(group)) + image(group);
            filled = filled.substring(0, from) + "\n\n" + table + "\n" + filled.substring(to);
        }
        return filled;
    }

    private String image(Group group) {
        return Files.exists(folder.resolve(group.word() + ".svg"))
                ? "\n![%s](%s/%s.svg)\n".formatted(group.plot(), folder.getFileName(), group.word())
                : "";
    }

    /// Without columns that would be empty.
    static String table(Group group, List<Result> results) {
        if (results.isEmpty()) return "Not measured yet.\n";
        boolean subjects = results.stream().map(Result::subject).distinct().count() > 1;
        boolean remarks = results.stream().anyMatch(result -> !result.remark().isEmpty());
        List<Figure> columns =
                group.columns().stream()
                        .filter(
                                column ->
                                        results.stream()
                                                .anyMatch(it -> it.figures().containsKey(column)))
                        .toList();
        var table = new StringBuilder("| row |");
        if (subjects) table.append(" server |");
        for (Figure column : columns) table.append(' ').append(column.title()).append(" |");
        if (remarks) table.append(" remark |");
        table.append("\n|---|").append(subjects ? "---|" : "");
        table.append("---:|".repeat(columns.size())).append(remarks ? "---|" : "").append('\n');
        for (Result result : results) {
            table.append("| ").append(result.row()).append(" |");
            if (subjects) table.append(' ').append(result.subject()).append(" |");
            for (Figure column : columns)
                table.append(' ').append(column.text(result.figure(column))).append(" |");
            if (remarks) table.append(' ').append(result.remark()).append(" |");
            table.append('\n');
        }
        return table.toString();
    }

    private void draw(String name, String svg) throws IOException {
        Files.writeString(folder.resolve(name + ".svg"), svg);
    }

    /// The writes only: the same records, whatever the request is called.
    private void peers(List<Result> results) throws IOException {
        var bars = new ArrayList<Plot.Bar>();
        for (String bytes : List.of("100 B", "1024 B")) {
            Predicate<Result> wanted =
                    it ->
                            it.row().contains(bytes)
                                    && !it.row().contains("1000 ")
                                    && (it.row().contains("500 x") || it.row().contains("256 KiB"))
                                    && it.figures().containsKey(Figure.CPU);
            for (Result result : results)
                if (wanted.test(result))
                    bars.add(
                            new Plot.Bar(
                                    "records of " + bytes,
                                    result.subject() + ", " + kind(result.row()),
                                    result.figure(Figure.CPU)));
        }
        if (!bars.isEmpty())
            draw(
                    "peers",
                    Plot.bars(
                            "What a million records cost the server to store",
                            "CPU-seconds; less is better",
                            bars));
    }

    private static String kind(String row) {
        if (row.contains("JSON")) return "JSON";
        if (row.contains("CBOR")) return "CBOR";
        if (row.contains("256 KiB")) return "batches of 256 KiB";
        return "batches of 500";
    }

    /// One line a kind of row: the name without its number.
    private void over(
            Group group, ResultFile results, Figure figure, String xUnit, boolean logarithmic)
            throws IOException {
        var points = new ArrayList<Plot.Point>();
        for (Result result : results.of(group))
            if (result.figures().containsKey(Figure.X) && result.figures().containsKey(figure))
                points.add(
                        new Plot.Point(
                                group == Group.SOAK
                                        ? "PutRecords JSON 500 x 100 B"
                                        : result.row().replaceFirst(", [\\d.,]+ [^,]*$", ""),
                                result.figure(Figure.X),
                                result.figure(figure)));
        if (!points.isEmpty())
            draw(
                    group.word(),
                    Plot.lines(group.plot(), xUnit, figure.title(), logarithmic, points));
    }

    private void latency(List<Result> results) throws IOException {
        var bars = new ArrayList<Plot.Bar>();
        for (Result result : results)
            for (Figure figure : List.of(Figure.P50, Figure.P99, Figure.P999))
                if (result.figures().containsKey(figure))
                    bars.add(
                            new Plot.Bar(
                                    result.row(),
                                    figure.title().replace(" ms", ""),
                                    result.figure(figure)));
        if (!bars.isEmpty()) draw("latency", Plot.bars("Latency", "milliseconds", bars));
    }

    private void stages(List<Result> results) throws IOException {
        var bars = new ArrayList<Plot.Bar>();
        for (Result result : results) {
            int comma = result.row().lastIndexOf(',');
            bars.add(
                    new Plot.Bar(
                            result.row().substring(0, comma),
                            result.row().substring(comma + 2),
                            result.figure(Figure.NANOSECONDS)));
        }
        if (!bars.isEmpty())
            draw(
                    "stages",
                    Plot.bars("Where the time goes", "nanoseconds a record, one thread", bars));
    }
}
