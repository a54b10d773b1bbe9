package dev.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;

/// All results, newest measurement of each row, as comma-separated values: a table of which pieces
/// can be measured anew.
final class ResultFile {
    private static final String HEAD = "group,subject,row";

    private final Path file;
    private final List<Result> results;

    private ResultFile(Path file, List<Result> results) {
        this.file = file;
        this.results = results;
    }

    static ResultFile open(Path file) throws IOException {
        try {
            return new ResultFile(file, parse(Files.readAllLines(file)));
        } catch (NoSuchFileException e) {
            return new ResultFile(file, new ArrayList<>());
        }
    }

    /// Puts a result in the place of the one before of the same row, else at the end.
    void put(Result result) throws IOException {
        int at = 0;
        while (at < results.size() && !results.get(at).isSameRow(result)) at++;
        if (at < results.size()) results.set(at, result);
        else results.add(result);
        write();
    }

    /// Brings the results into the order of the rows that they come from, whenever each was
    /// measured. Results of one row keep theirs.
    void order(List<Row> rows) throws IOException {
        results.sort(
                Comparator.comparing(Result::group)
                        .thenComparingInt(result -> place(rows, result)));
        write();
    }

    /// A row of several results names them after itself, or as it likes.
    private static int place(List<Row> rows, Result result) {
        int place = -1;
        int matched = -1;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.group() != result.group() || !row.subject().equals(result.subject())) continue;
            int length = result.row().startsWith(row.name()) ? row.name().length() : 0;
            if (length > matched) {
                matched = length;
                place = i;
            }
        }
        return place;
    }

    List<Result> of(Group group) {
        return results.stream().filter(result -> result.group() == group).toList();
    }

    private void write() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, format(results));
    }

    static List<String> format(List<Result> results) {
        var lines = new ArrayList<String>();
        var head = new StringBuilder(HEAD);
        for (Figure figure : Figure.values()) head.append(',').append(figure);
        lines.add(head + ",remark");
        for (Result result : results) {
            var line = new StringBuilder();
            line.append(result.group()).append(',').append(quoted(result.subject()));
            line.append(',').append(quoted(result.row()));
            for (Figure figure : Figure.values()) {
                double value = result.figure(figure);
                line.append(',');
                if (!Double.isNaN(value)) line.append((float) value);
            }
            lines.add(line + "," + quoted(result.remark()));
        }
        return lines;
    }

    static List<Result> parse(List<String> lines) {
        var results = new ArrayList<Result>();
        List<String> head = cells(lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            var figures = new EnumMap<Figure, Double>(Figure.class);
            for (int i = 3; i < cells.size() - 1; i++)
                if (!cells.get(i).isEmpty())
                    figures.put(Figure.valueOf(head.get(i)), Double.parseDouble(cells.get(i)));
            results.add(
                    new Result(
                            Group.valueOf(cells.getFirst()),
                            cells.get(1),
                            cells.get(2),
                            figures,
                            cells.getLast()));
        }
        return results;
    }

    private static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && inside && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') inside = !inside;
            else if (c == ',' && !inside) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else cell.append(c);
        }
        cells.add(cell.toString());
        return cells;
    }
}
