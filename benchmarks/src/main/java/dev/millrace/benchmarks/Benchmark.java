package dev.millrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Measures servers from outside, and the stages of a request from inside; see [Options#USAGE].
///
/// Each result is printed as it comes, and kept in a file beside the page, of which tables and
/// plots are made: so a part of the rows can be measured anew.
public final class Benchmark {
    private final Options options;
    private final Page page;
    private final ResultFile results;
    private final Set<Group> begun = new TreeSet<>();

    private Benchmark(Options options) throws Exception {
        this.options = options;
        page = new Page(options.page());
        results = ResultFile.open(page.results());
    }

    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            System.exit(new Benchmark(Options.parse(arguments)).run() ? 0 : 1);
        } catch (Options.Misuse e) {
            System.err.println("millrace-bench: " + e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
        }
    }

    /// @return whether every row that was wanted could be measured
    private boolean run() throws Exception {
        boolean all = true;
        List<Row> rows = rows(options);
        if (!options.redraw()) {
            List<Row> wanted = rows.stream().filter(options::wants).toList();
            if (wanted.isEmpty())
                throw new Options.Misuse("no row has " + options.words() + " in its name");
            for (Row row : wanted) all &= measured(row);
        }
        results.order(rows);
        page.write(results);
        print("written: %s", options.page());
        return all;
    }

    private static List<Row> rows(Options options) {
        var rows = new ArrayList<Row>();
        rows.addAll(CallRows.rows());
        rows.addAll(LatencyRows.rows());
        rows.addAll(BacklogRow.rows());
        rows.addAll(GrowthRows.rows());
        rows.addAll(GrowthRows.retained(options));
        rows.addAll(SoakRow.rows());
        rows.addAll(PeerRows.rows());
        rows.addAll(StageRows.rows());
        return rows;
    }

    /// One that fails must not cost the others their turn.
    private boolean measured(Row row) throws InterruptedException {
        try {
            row.run(options, this::add);
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Peers.MissingException e) {
            print("SKIPPED %s, %s: %s", row.subject(), row.name(), e.reason());
        } catch (Exception e) {
            print("FAILED %s, %s:", row.subject(), row.name());
            e.printStackTrace(System.out);
        }
        return false;
    }

    private void add(Result result) throws Exception {
        results.put(result);
        List<Figure> columns = result.group().columns();
        if (begun.add(result.group())) {
            var head = new StringBuilder(String.format("%-58s", result.group().word()));
            for (Figure column : columns) head.append(String.format("%12s", column.title()));
            print("%s", head);
        }
        String name =
                result.group() == Group.PEERS
                        ? result.subject() + ": " + result.row()
                        : result.row();
        var line = new StringBuilder(String.format("%-58s", name));
        for (Figure column : columns)
            line.append(String.format("%12s", column.text(result.figure(column))));
        print("%s  %s", line, result.remark());
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency of ours
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
