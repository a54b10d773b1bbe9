package dev.millrace.compatibility.kcl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What an application's workers were given, in the order in which they were: one file to which all
/// of their processes append, a batch a write, so that its order is that of the batches.
record History(Path file, FileChannel channel) {
    /// Of a line that is whole.
    private static final String END = " .";

    enum What {
        BEGUN,
        RECORD,
        LOST,
        ENDED,
        LEFT
    }

    /// @param sub the place inside an aggregated record
    /// @param number of a record: the how manieth of its key
    record Event(String worker, String shard, What what, long sub, String key, long number) {
        private String line() {
            return String.join(" ", worker, shard, what.name(), "" + sub, key, "" + number)
                    + END
                    + "\n";
        }

        private static Event of(String line) {
            String[] words = line.split(" ", -1);
            return new Event(
                    words[0],
                    words[1],
                    What.valueOf(words[2]),
                    Long.parseLong(words[3]),
                    words[4],
                    Long.parseLong(words[5]));
        }
    }

    static History at(Path file) throws IOException {
        return new History(
                file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    void write(List<Event> events) {
        if (events.isEmpty()) return;
        String lines = events.stream().map(Event::line).collect(Collectors.joining("", "\n", ""));
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines);
        int length = bytes.remaining();
        try {
            if (channel.write(bytes) != length) throw new IOException("written in part");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// All there is by now. A worker that is killed while it writes may leave a line torn off; it
    /// has not checkpointed what it wrote there, so that the next one writes it again.
    List<Event> events() throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.endsWith(END))
                .map(line -> Event.of(line.substring(0, line.length() - END.length())))
                .toList();
    }

    /// How many records of each key have been given, each at least once.
    ///
    /// @throws AssertionError if a record was given before another of its key that was written
    ///     earlier had been given once
    Map<String, Long> inOrder() throws IOException {
        var next = new HashMap<String, Long>();
        for (Event event : events()) {
            if (event.what() != What.RECORD) continue;
            long expected = next.getOrDefault(event.key(), 0L);
            if (event.number() > expected)
                throw new AssertionError(
                        "%s: given before number %d of its key".formatted(event, expected));
            if (event.number() == expected) next.put(event.key(), expected + 1);
        }
        return next;
    }

    /// Which worker has each shard, by what the workers were told.
    ///
    /// @param alive the workers that have not been killed
    Map<String, List<String>> holders(List<String> alive) throws IOException {
        var holders = new LinkedHashMap<String, List<String>>();
        for (Event event : events()) {
            if (!alive.contains(event.worker())) continue;
            List<String> workers =
                    holders.computeIfAbsent(event.shard(), shard -> new ArrayList<>());
            if (event.what() == What.BEGUN) workers.add(event.worker());
            else if (event.what() != What.RECORD) workers.remove(event.worker());
        }
        holders.values().removeIf(List::isEmpty);
        return holders;
    }
}
