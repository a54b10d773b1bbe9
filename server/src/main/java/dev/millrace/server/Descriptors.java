package dev.millrace.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many files and connections the system lets this process have open at once (`ulimit -n`).
/// A log that cannot open a file stops acknowledging: so that clients cannot bring that about by
/// connecting, what the settings ask for beyond the limit is not given.
///
/// @param most of files, connections and whatever else has a descriptor
record Descriptors(long most) {
    private static final Logger LOG = System.getLogger(Descriptors.class.getName());

    private static final Path LIMITS = Path.of("/proc/self/limits");

    private static final Pattern OPEN_FILES = Pattern.compile("^Max open files +(\\d+) ");

    /// For jars, the journal, event loops, and segments that are closed while they are read.
    private static final int SPARE = 256;

    /// A segment is written through one, through another past the page cache, and read through one.
    private static final int EACH_SEGMENT = 3;

    private static final int FEWEST_SEGMENTS = 16;

    // Whoever has so many need not hear that they asked for more.
    private static final int MANY_SEGMENTS = 1_024;
    private static final int MANY_CONNECTIONS = 4_096;

    /// Those of this process. Where there is no telling, as many as one likes.
    static Descriptors ofProcess() {
        try {
            if (Files.exists(LIMITS)) return in(Files.readString(LIMITS));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot tell how many files may be open: " + e);
        }
        return new Descriptors(Long.MAX_VALUE);
    }

    /// What `/proc/self/limits` says.
    static Descriptors in(String limits) {
        return limits.lines()
                .map(OPEN_FILES::matcher)
                .filter(Matcher::find)
                .map(line -> new Descriptors(Long.parseLong(line.group(1))))
                .findFirst()
                .orElse(new Descriptors(Long.MAX_VALUE));
    }

    /// The configuration, with as many segments and connections open as there is room for: half of
    /// it is for segments.
    MillraceConfig within(MillraceConfig config) {
        int segments = config.log().openFiles();
        int connections = config.http().connections();
        long room = Math.max(0, most - SPARE);
        long fewer = Math.min(segments, Math.max(FEWEST_SEGMENTS, room / 2 / EACH_SEGMENT));
        long left = Math.min(connections, Math.max(1, room - fewer * EACH_SEGMENT));
        if (fewer == segments && left == connections) return config;
        LOG.log(
                fewer < MANY_SEGMENTS || left < MANY_CONNECTIONS ? Level.INFO : Level.DEBUG,
                ("this process may have %,d files open (ulimit -n): at most %,d segments of"
                                + " log.open-files=%,d and %,d of http.connections=%,d")
                        .formatted(most, fewer, segments, left, connections));
        return config.with("log.open-files", Long.toString(fewer))
                .with("http.connections", Long.toString(left));
    }
}
