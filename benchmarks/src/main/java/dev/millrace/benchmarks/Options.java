package dev.millrace.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a run is asked to measure.
///
/// @param launcher the launcher script, beside it the rest of the project
/// @param folder where servers keep their data: it decides which disk is measured
/// @param seconds measured for each row
/// @param warmSeconds before that
/// @param backlogBytes of the backlog that is read from disk
/// @param retainedBytes amounts of data to grow to
/// @param minutes of the soak
/// @param page a Markdown file whose tables are to be written; plots and numbers go to the folder
///     of its name
/// @param redraw whether only to write the page again, of what was measured before
/// @param groups to measure
/// @param words of which one must occur in a row's name or subject; none if all rows are wanted
record Options(
        Path launcher,
        Path folder,
        double seconds,
        double warmSeconds,
        long backlogBytes,
        List<Long> retainedBytes,
        double minutes,
        Path page,
        boolean redraw,
        Set<Group> groups,
        List<String> words) {
    static final String USAGE =
            """
            ./millrace-bench [options] [group ...] [word ...]

            groups   calls (if none is named), latency, backlog, shards, connections, retained,
                     soak, peers, stages; or all
            words    measure only rows with one of these in their names, such as JSON or kafka

            --seconds N        measured, each row (8)
            --warm N           before that, each row (20)
            --folder DIR       where servers keep their data, so which disk is measured
            --backlog SIZE     to be read from disk, for backlog (4GiB)
            --retained SIZES   for retained (1GiB,4GiB)
            --minutes N        of the soak (10)
            --page FILE        the Markdown file to write tables into
                               (benchmarks/target/report.md)
            --redraw           measure nothing, only write the page again
            """;

    /// What is wrong with the words given.
    static final class Misuse extends Exception {
        Misuse(String message) {
            super(message);
        }
    }

    static Options parse(String... arguments) throws Misuse {
        Path launcher = Path.of("millrace").toAbsolutePath();
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        double seconds = 8;
        double warm = 20;
        long backlog = 4L << 30;
        List<Long> retained = List.of(1L << 30, 4L << 30);
        double minutes = 10;
        String page = "";
        boolean redraw = false;
        var groups = EnumSet.noneOf(Group.class);
        var words = new ArrayList<String>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--")) {
                Group group = Group.of(argument);
                if (group != null) groups.add(group);
                else if (argument.equals("all")) groups.addAll(EnumSet.allOf(Group.class));
                else words.add(argument);
                continue;
            }
            if (argument.equals("--redraw")) {
                redraw = true;
                continue;
            }
            if (++i == arguments.length) throw new Misuse(argument + " needs a value");
            String value = arguments[i];
            switch (argument) {
                case "--launcher" -> launcher = Path.of(value).toAbsolutePath();
                case "--folder" -> folder = Path.of(value).toAbsolutePath();
                case "--seconds" -> seconds = number(argument, value);
                case "--warm" -> warm = number(argument, value);
                case "--backlog" -> backlog = size(value);
                case "--retained" -> {
                    var sizes = new ArrayList<Long>();
                    for (String size : value.split(",", -1)) sizes.add(size(size));
                    retained = List.copyOf(sizes);
                }
                case "--minutes" -> minutes = number(argument, value);
                case "--page" -> page = value;
                default -> throw new Misuse("there is no option " + argument);
            }
        }
        if (groups.isEmpty()) groups.add(Group.CALLS);
        return new Options(
                launcher,
                folder,
                seconds,
                warm,
                backlog,
                retained,
                minutes,
                page.isEmpty()
                        ? launcher.resolveSibling("benchmarks/target/report.md")
                        : Path.of(page).toAbsolutePath(),
                redraw,
                groups,
                List.copyOf(words));
    }

    private static double number(String option, String value) throws Misuse {
        try {
            double number = Double.parseDouble(value);
            if (number >= 0) return number;
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Misuse(option + " " + value + ": expected a number");
    }

    private static long size(String text) throws Misuse {
        String digits = text.replaceFirst("[KMG]iB$", "");
        int shift =
                digits.equals(text)
                        ? 0
                        : switch (text.charAt(digits.length())) {
                            case 'K' -> 10;
                            case 'M' -> 20;
                            default -> 30;
                        };
        try {
            long bytes = Long.parseLong(digits) << shift;
            if (bytes > 0) return bytes;
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Misuse(text + ": expected a size such as 4GiB");
    }

    /// Whether a row is asked for.
    boolean wants(Row row) {
        if (!groups.contains(row.group())) return false;
        String name = (row.subject() + " " + row.name()).toLowerCase(Locale.ROOT);
        return words.isEmpty()
                || words.stream().anyMatch(word -> name.contains(word.toLowerCase(Locale.ROOT)));
    }

    Path project() {
        return launcher.resolveSibling("");
    }
}
