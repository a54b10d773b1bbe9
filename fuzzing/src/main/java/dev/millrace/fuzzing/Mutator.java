package dev.millrace.fuzzing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Makes inputs of known ones: a few changes each, in words, numbers, bytes and bits. The same seed
/// gives the same input. Not for several threads.
final class Mutator {
    private static final int MOST_CHANGES = 6;
    private static final byte[] NOTHING = {};

    /// Values at which lengths, counts and times tend to go wrong.
    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        16,
        63,
        64,
        127,
        128,
        255,
        256,
        1_000,
        Short.MAX_VALUE,
        1 << 16,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xffff_ffffL,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final List<byte[]> known;
    private final List<byte[]> words;
    private final int longest;

    // What is being made.
    private final byte[] bytes;
    private int length;
    private SplittableRandom random = new SplittableRandom(0);

    /// @param known at least one
    Mutator(List<byte[]> known, List<byte[]> words, int longest) {
        this.known = known;
        this.words = words;
        this.longest = longest;
        bytes = new byte[2 * longest];
    }

    byte[] next(long seed) {
        random = new SplittableRandom(seed);
        byte[] from = known.get(random.nextInt(known.size()));
        length = Math.min(from.length, longest);
        System.arraycopy(from, 0, bytes, 0, length);
        for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) change();
        return Arrays.copyOf(bytes, length);
    }

    private void change() {
        int at = random.nextInt(length + 1);
        int span = Math.min(length - at, 1 + random.nextInt(random.nextInt(4) == 0 ? 64 : 4));
        switch (random.nextInt(14)) {
            case 0 -> flip(at);
            case 1 -> set(at, random.nextInt());
            case 2 -> replace(at, span, NOTHING, 0, 0);
            case 3 -> replace(at, 0, Arrays.copyOfRange(bytes, at, at + span), 0, span); // double
            case 4 -> replace(at, span, new byte[] {(byte) random.nextInt()}, 0, 1);
            case 5, 6 -> word(at, random.nextBoolean() ? span : 0);
            case 7 -> number(at);
            case 8 -> add(at);
            case 9 -> digits(at);
            case 10 -> splice(at, span);
            case 11 -> length = at;
            case 12 -> copy(at, span);
            default -> repeat(at, span);
        }
    }

    private void flip(int at) {
        if (at < length) bytes[at] ^= (byte) (1 << random.nextInt(8));
    }

    private void set(int at, int value) {
        if (at < length) bytes[at] = (byte) value;
    }

    private void word(int at, int drop) {
        if (words.isEmpty()) return;
        byte[] word = words.get(random.nextInt(words.size()));
        replace(at, drop, word, 0, word.length);
    }

    /// Puts a number of 2, 4 or 8 bytes there.
    private void number(int at) {
        long value = EDGES[random.nextInt(EDGES.length)];
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer number = ByteBuffer.allocate(8).order(order);
        int size = 2 << random.nextInt(3);
        switch (size) {
            case 2 -> number.putShort((short) value);
            case 4 -> number.putInt((int) value);
            default -> number.putLong(value);
        }
        if (at + size <= length) System.arraycopy(number.array(), 0, bytes, at, size);
    }

    private void add(int at) {
        if (at < length) bytes[at] += (byte) (random.nextInt(17) - 8);
    }

    /// Puts another number in place of one that is written in digits.
    private void digits(int near) {
        int at = near;
        while (at < length && !isDigit(bytes[at])) at++;
        int end = at;
        while (end < length && isDigit(bytes[end])) end++;
        if (at == end) return;
        String number =
                switch (random.nextInt(4)) {
                    case 0 -> Long.toString(EDGES[random.nextInt(EDGES.length)]);
                    case 1 -> Long.toUnsignedString(random.nextLong());
                    case 2 -> Integer.toString(random.nextInt(100));
                    default -> "9".repeat(1 + random.nextInt(60));
                };
        byte[] text = new byte[number.length()];
        for (int i = 0; i < text.length; i++) text[i] = (byte) number.charAt(i);
        replace(at, end - at, text, 0, text.length);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// A piece of another input.
    private void splice(int at, int drop) {
        byte[] other = known.get(random.nextInt(known.size()));
        if (other.length == 0) return;
        int from = random.nextInt(other.length);
        int count = 1 + random.nextInt(other.length - from);
        replace(at, random.nextBoolean() ? length - at : drop, other, from, count);
    }

    /// Writes a piece over another.
    private void copy(int from, int span) {
        if (span == 0) return;
        System.arraycopy(bytes, from, bytes, random.nextInt(length - span + 1), span);
    }

    /// The same piece many times: what nests, nests deep.
    private void repeat(int at, int span) {
        if (span == 0) return;
        int times = Math.min(1 << random.nextInt(11), (longest - length) / span);
        if (times <= 0) return;
        byte[] many = new byte[times * span];
        for (int i = 0; i < many.length; i++) many[i] = bytes[at + i % span];
        replace(at, 0, many, 0, many.length);
    }

    private void replace(int at, int drop, byte[] with, int from, int count) {
        int more = Math.min(count, longest - length + drop);
        if (more < 0) return;
        System.arraycopy(bytes, at + drop, bytes, at + more, length - at - drop);
        System.arraycopy(with, from, bytes, at, more);
        length += more - drop;
    }
}
