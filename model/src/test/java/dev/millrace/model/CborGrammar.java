package dev.millrace.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// What CBOR we accept, written down once more the plain way: the pseudocode of RFC 8949, appendix
/// C, with our own three demands (names are text, text is UTF-8, depth is bounded).
final class CborGrammar {
    private final byte[] bytes;
    private int at;

    private CborGrammar(byte[] bytes) {
        this.bytes = bytes;
    }

    static boolean admits(byte[] bytes) {
        try {
            var grammar = new CborGrammar(bytes);
            grammar.item(0, false);
            return grammar.at == bytes.length;
        } catch (NotCbor e) {
            return false;
        }
    }

    private static final class NotCbor extends RuntimeException {}

    private int next() {
        if (at == bytes.length) throw new NotCbor();
        return bytes[at++] & 0xff;
    }

    /// Reads one item; returns its major type, or 99 for a break where one may come.
    private int item(int depth, boolean breakable) {
        int initial = next();
        boolean tagged = initial >> 5 == 6;
        for (; initial >> 5 == 6; initial = next()) argument(initial & 31);
        int major = initial >> 5;
        int info = initial & 31;
        if (info == 31) return indefinite(major, depth, breakable && !tagged);
        long value = argument(info);
        switch (major) {
            case 2 -> take(value);
            case 3 -> text(take(value));
            case 4 -> {
                enter(depth);
                for (long i = 0; i != value; i++) item(depth + 1, false);
            }
            case 5 -> {
                enter(depth);
                for (long i = 0; i != value; i++) {
                    name(depth, false);
                    item(depth + 1, false);
                }
            }
            case 7 -> {
                if (info == 24 && value < 32) throw new NotCbor();
            }
            default -> {}
        }
        return major;
    }

    private long argument(int info) {
        if (info < 24) return info;
        if (info > 27) throw new NotCbor();
        long value = 0;
        for (int i = 1 << (info - 24); i > 0; i--) value = value << 8 | next();
        return value;
    }

    private int indefinite(int major, int depth, boolean breakable) {
        switch (major) {
            case 2, 3 -> {
                while (true) {
                    int initial = next();
                    if (initial == 0xff) return major;
                    // A tag or a chunk of indefinite length is no chunk.
                    if (initial >> 5 != major || (initial & 31) == 31) throw new NotCbor();
                    at--;
                    item(depth, false);
                }
            }
            case 4 -> {
                enter(depth);
                while (item(depth + 1, true) != 99) {}
            }
            case 5 -> {
                enter(depth);
                while (name(depth, true)) item(depth + 1, false);
            }
            case 7 -> {
                if (breakable) return 99;
                throw new NotCbor();
            }
            default -> throw new NotCbor();
        }
        return major;
    }

    private boolean name(int depth, boolean breakable) {
        int major = item(depth + 1, breakable);
        if (major != 3 && major != 99) throw new NotCbor();
        return major == 3;
    }

    private static void enter(int depth) {
        if (depth == ShapeReader.MAX_DEPTH) throw new NotCbor();
    }

    private ByteBuffer take(long length) {
        if (length < 0 || length > bytes.length - at) throw new NotCbor();
        at += (int) length;
        return ByteBuffer.wrap(bytes, at - (int) length, (int) length);
    }

    private static void text(ByteBuffer utf8) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(utf8);
        } catch (CharacterCodingException e) {
            throw new NotCbor();
        }
    }
}
