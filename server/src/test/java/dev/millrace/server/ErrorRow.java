package dev.millrace.server;

import dev.millrace.stream.SequenceNumber;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One block of `errors/*.txt`: what leads up to a request, the request, and what it must be
/// answered. `errors/README.md` says how it is written.
///
/// @param title with the mark of its source in front
/// @param steps the lines up to the answer, continued lines joined
/// @param answer `Type: message`, `Type`, or a status and more
record ErrorRow(String title, List<String> steps, String answer) {
    private static final Pattern MACRO =
            Pattern.compile(
                    "<bytes (?<bytes>\\d+)>"
                            + "|<(?<word>\\w+) x (?<times>\\d+)>"
                            + "|<tags (?<tags>\\d+)>"
                            + "|<records (?<records>\\d+) of (?<size>\\d+) bytes>"
                            + "|<number (?<created>\\d+) (?<counter>\\d+) shard (?<shard>\\d+)>");

    ErrorRow {
        if (!title.matches("\\[(R|E|D|U|type R|type D)( [^]]*)?] .+"))
            throw new IllegalArgumentException("no mark: " + title);
        if (steps.isEmpty() || answer.isEmpty())
            throw new IllegalArgumentException("no request or no answer: " + title);
    }

    /// Whether an answer is what it must be, anything standing for `…`.
    boolean admits(String actual) {
        return actual.matches(Pattern.quote(answer).replace("…", "\\E.*\\Q"));
    }

    static List<ErrorRow> read(Path file) throws IOException {
        var rows = new ArrayList<ErrorRow>();
        for (String block : Files.readString(file).split("\n\n+", -1))
            if (!block.isBlank()) rows.add(parse(block.strip()));
        return rows;
    }

    private static ErrorRow parse(String block) {
        var steps = new ArrayList<String>();
        var answer = new ArrayList<String>();
        List<String> lines = block.lines().toList();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("> ")) answer.add(line.substring(2));
            else if (line.startsWith("  ")) steps.addLast(steps.removeLast() + " " + line.strip());
            else steps.add(line);
        }
        return new ErrorRow(lines.getFirst(), steps, expand(String.join(" ", answer)));
    }

    /// A text with what stands for long values written out.
    static String expand(String text) {
        return MACRO.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group())));
    }

    private static String value(String found) {
        Matcher macro = MACRO.matcher(found);
        if (!macro.matches()) throw new IllegalStateException(found);
        if (macro.group("bytes") != null) return zeros(Integer.parseInt(macro.group("bytes")));
        if (macro.group("word") != null)
            return macro.group("word").repeat(Integer.parseInt(macro.group("times")));
        if (macro.group("tags") != null)
            return several(macro.group("tags"), i -> "\"k" + i + "\": \"v\"");
        if (macro.group("records") != null) {
            String data = zeros(Integer.parseInt(macro.group("size")));
            String record = "{\"PartitionKey\": \"k\", \"Data\": \"" + data + "\"}";
            return several(macro.group("records"), _ -> record);
        }
        long created = Long.parseLong(macro.group("created"));
        long counter = Long.parseLong(macro.group("counter"));
        int shard = Integer.parseInt(macro.group("shard"));
        return new SequenceNumber(created, counter, created, shard).toString();
    }

    private static String several(String count, IntFunction<String> each) {
        return IntStream.range(0, Integer.parseInt(count))
                .mapToObj(each)
                .collect(Collectors.joining(", "));
    }

    private static String zeros(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @Override
    public String toString() {
        return title;
    }
}
