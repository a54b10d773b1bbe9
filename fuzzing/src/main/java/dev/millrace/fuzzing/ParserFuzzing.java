package dev.millrace.fuzzing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What one family of parsers promises of any bytes: it takes or refuses them as documented, ends,
/// and asks for no more memory than stated. A subclass is a family.
///
/// It is tried on its examples, on its corpus, `src/test/resources/fuzz/FAMILY/`, which holds what
/// found something once and what a coverage-guided search kept, and on mutations of both:
///
/// - `-Dexecutions=100000000` so many mutations instead of the few of every build,
/// - `-Dcpu-seconds=900` or until so much processor time is used,
/// - `-Dseed=7` others,
/// - `-Pjazzer -Dhunt-seconds=600` by a [CoverageHunt] instead.
///
/// An input that breaks a promise is made small, written to `target/fuzz/FAMILY/` and belongs into
/// the corpus.
public abstract class ParserFuzzing {
    /// An input takes microseconds. One that takes so long never ends.
    private static final long ENDLESS_MS = 60_000;

    private static final int SHRINKING_ROUNDS = 20_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String family;
    private final List<byte[]> words = new ArrayList<>();

    private volatile byte[] current = {};
    private volatile long executions; // as others see it
    private long executed;
    private volatile @Nullable Throwable failure;
    private volatile long cpuNs;

    /// @param family name of the corpus, too
    /// @param words what means something to these parsers, in ISO 8859-1
    protected ParserFuzzing(String family, String... words) {
        this.family = family;
        for (String word : words) this.words.add(word.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// A word of bytes that are no text.
    protected static String hex(String digits) {
        return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
    }

    /// Lets the parsers read `input`, which is not to be changed or kept. Refusals of the kinds
    /// that are documented are caught here; what is thrown is a promise broken.
    public abstract void parse(byte[] input) throws Exception;

    /// Inputs to begin with, beside the corpus.
    protected List<byte[]> examples() throws Exception {
        return List.of();
    }

    /// Most bytes that an input of this length may make [#parse] allocate, oracles included.
    protected long mostBytes(int length) {
        return (64 << 10) + 512L * length;
    }

    /// How many mutations are tried in every build: about a second's.
    protected long everyBuild() {
        return 20_000;
    }

    /// Most bytes of an input.
    protected int longest() {
        return 4 << 10;
    }

    @Test
    public final void keepsItsPromisesWhateverItIsGiven() throws Exception {
        if (System.getProperty("hunt-seconds") != null) {
            hunt(Long.getLong("hunt-seconds", 60));
            return;
        }
        List<byte[]> known = known();
        long asked = Long.getLong("executions", everyBuild());
        long seconds = Long.getLong("cpu-seconds", Long.MAX_VALUE / TimeUnit.SECONDS.toNanos(1));
        long seed = Long.getLong("seed", 20131202);
        var runner = new Thread(() -> run(known, asked, TimeUnit.SECONDS.toNanos(seconds), seed));
        runner.setDaemon(true); // it may never end
        runner.start();
        await(runner);
        Throwable thrown = failure;
        if (thrown != null) throw new AssertionError(kept(current, thrown), thrown);
        if (System.getProperty("executions") != null)
            System.out.printf(
                    "fuzz %s: %,d executions in %,d s of CPU, seed %d, %d inputs to begin with%n",
                    family, executions, TimeUnit.NANOSECONDS.toSeconds(cpuNs), seed, known.size());
    }

    /// By a search that sees what code an input reaches.
    private void hunt(long seconds) throws Exception {
        Path folder = Path.of("target/fuzz", family);
        assertTrue(CoverageHunt.run(getClass(), known(), folder, seconds), () -> "see " + folder);
    }

    private List<byte[]> known() throws Exception {
        List<byte[]> known = new ArrayList<>(examples());
        known.addAll(corpus());
        if (known.isEmpty()) known.add(new byte[0]);
        return known;
    }

    /// Those of the corpus, in the order of their names.
    private List<byte[]> corpus() throws IOException {
        Path folder = Path.of("src/test/resources/fuzz", family);
        if (!Files.isDirectory(folder)) return List.of();
        var inputs = new ArrayList<byte[]>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) inputs.add(Files.readAllBytes(file));
        }
        return inputs;
    }

    private void await(Thread runner) throws InterruptedException, IOException {
        long before = -1;
        long sinceMs = 0;
        while (true) {
            runner.join(1_000);
            if (!runner.isAlive()) return;
            sinceMs = executions == before ? sinceMs + 1_000 : 0;
            before = executions;
            if (sinceMs < ENDLESS_MS) continue;
            var endless = new AssertionError("does not end");
            endless.setStackTrace(runner.getStackTrace());
            throw new AssertionError(kept(current, endless), endless);
        }
    }

    // ---- on a thread of its own

    private void run(List<byte[]> known, long asked, long mostCpuNs, long seed) {
        try {
            for (byte[] input : known) execute(input);
            var mutator = new Mutator(known, words, longest());
            var seeds = new SplittableRandom(seed);
            for (long i = 0; i < asked; i++) {
                execute(mutator.next(seeds.nextLong()));
                if ((i & 0xff) == 0 && THREADS.getCurrentThreadCpuTime() > mostCpuNs) break;
            }
        } catch (Throwable e) {
            failure = e;
            current = shrunk(current, e);
        }
        cpuNs = THREADS.getCurrentThreadCpuTime();
    }

    private void execute(byte[] input) throws Exception {
        current = input;
        if (allocates(input) > mostBytes(input.length)) {
            // The first time may have loaded classes.
            long bytes = allocates(input);
            if (bytes > mostBytes(input.length))
                throw new AssertionError(
                        "%d bytes are allocated for an input of %d".formatted(bytes, input.length));
        }
        executions = ++executed;
    }

    private long allocates(byte[] input) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        parse(input);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /// The smallest found that fails in the same way.
    private byte[] shrunk(byte[] input, Throwable failure) {
        byte[] smallest = input;
        int rounds = 0;
        for (int span = Math.max(1, input.length / 2); span > 0; span /= 2)
            for (int at = 0; at + span <= smallest.length && rounds < SHRINKING_ROUNDS; rounds++) {
                byte[] less = Arrays.copyOf(smallest, smallest.length - span);
                System.arraycopy(smallest, at + span, less, at, less.length - at);
                if (fails(less, failure)) smallest = less;
                else at += span;
            }
        return smallest;
    }

    private boolean fails(byte[] input, Throwable as) {
        try {
            execute(input);
            return false;
        } catch (Throwable e) {
            return e.getClass() == as.getClass();
        }
    }

    // ---- of what was found

    /// Keeps an input, and says what is to be known of it.
    private String kept(byte[] input, Throwable why) throws IOException {
        Path folder = Files.createDirectories(Path.of("target/fuzz", family));
        Path file = folder.resolve("%08x".formatted(Arrays.hashCode(input)));
        Files.write(file, input);
        var trace = new StringWriter();
        why.printStackTrace(new PrintWriter(trace));
        return "%s: %s%nas text: %s%nin hex: %s%nkept as %s; mended, it belongs into the corpus%n"
                .formatted(
                        family,
                        trace,
                        new String(input, StandardCharsets.ISO_8859_1),
                        HexFormat.of().formatHex(input),
                        file);
    }
}
