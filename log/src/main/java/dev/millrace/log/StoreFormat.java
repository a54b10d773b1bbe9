package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file `FORMAT` of a data folder or `BACKUP` of a backup, three lines of text: what this
/// folder is, its version, whose it is.
///
/// ```
/// millrace data folder
/// version 2
/// store 6f2c0f0e-…
/// ```
///
/// @param store random number of this store, in every file's header: keeps files of two stores
///     from being mixed; a backup's is that of the store it was made from
record StoreFormat(int version, UUID store) {
    static final int VERSION = 2;
    private static final int OLDEST = 1;

    /// As it is written: UUID's own reader takes hyphens in other places for another number.
    private static final String UUID_TEXT = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /// What a folder may be.
    enum Kind {
        DATA("FORMAT", "data folder"),
        BACKUP("BACKUP", "backup");

        /// The file that says so.
        final String file;

        /// In words.
        final String noun;

        private final Pattern text;

        Kind(String file, String noun) {
            this.file = file;
            this.noun = noun;
            text =
                    Pattern.compile(
                            "millrace "
                                    + noun
                                    + "\nversion ([1-9]\\d{0,8})\n(?:store ("
                                    + UUID_TEXT
                                    + ")\n)?");
        }

        private String draft() {
            return file + ".tmp";
        }

        /// Whether something of this name may lie in a folder that is not ours yet. A server's
        /// certificate may be made before its data.
        private boolean isNothing(String name) {
            return name.equals("LOCK")
                    || name.equals("lost+found")
                    || name.equals(draft())
                    || (this == DATA && name.equals("tls"));
        }
    }

    /// Reads and checks the file; touches nothing.
    ///
    /// @return null if the folder is empty and may become ours
    /// @throws StorageException if the folder is newer than this program, or not ours
    static @Nullable StoreFormat read(Disk disk, Kind kind) throws IOException, StorageException {
        if (!disk.exists(kind.file)) {
            for (String name : disk.list(""))
                if (!kind.isNothing(name))
                    throw new StorageException(
                            ("this is not a Millrace %s: it holds %s but no %s file; give an empty"
                                            + " folder")
                                    .formatted(kind.noun, name, kind.file));
            return null;
        }
        String text;
        try (Disk.File file = disk.open(kind.file, false)) {
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            int length = file.read(buffer, 0);
            text = new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
        }
        String unknown = kind.file + " is not what Millrace writes: " + text.strip();
        // A newer version may say more: read its number first.
        Matcher matcher = kind.text.matcher(text);
        if (!matcher.lookingAt()) throw new StorageException(unknown);
        int version = Integer.parseInt(matcher.group(1));
        if (version > VERSION)
            throw new StorageException(
                    ("this %s has format version %d, and this build reads up to version"
                                    + " %d; run a newer Millrace. Nothing was changed")
                            .formatted(kind.noun, version, VERSION));
        if (version < OLDEST || matcher.end() != text.length()) throw new StorageException(unknown);
        String store = matcher.group(2);
        if (store == null) throw new StorageException(kind.file + " does not name its store");
        try {
            return new StoreFormat(version, UUID.fromString(store));
        } catch (IllegalArgumentException e) {
            throw new StorageException(unknown, e);
        }
    }

    /// Makes an empty folder ours, before anything else is written to it.
    static StoreFormat create(Disk disk, RandomGenerator random) throws IOException {
        var format = new StoreFormat(VERSION, new UUID(random.nextLong(), random.nextLong()));
        format.write(disk, Kind.DATA);
        return format;
    }

    /// Says durably that a folder of an older format has today's, before anything else is written
    /// to it: from then on older programs refuse it.
    StoreFormat renewed(Disk disk, Kind kind) throws IOException {
        if (version == VERSION) return this;
        today().write(disk, kind);
        return today();
    }

    /// The same store, in a folder made today.
    StoreFormat today() {
        return new StoreFormat(VERSION, store);
    }

    /// Says durably what a folder is.
    void write(Disk disk, Kind kind) throws IOException {
        byte[] text =
                "millrace %s\nversion %d\nstore %s\n"
                        .formatted(kind.noun, version, store)
                        .getBytes(StandardCharsets.UTF_8);
        try (Disk.File file = disk.open(kind.draft(), true)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(text), 0);
            file.force();
        }
        disk.rename(kind.draft(), kind.file);
        disk.forceDirectory("");
    }

    static void putStore(byte[] to, int at, UUID store) {
        ByteBuffer.wrap(to)
                .putLong(at, store.getMostSignificantBits())
                .putLong(at + 8, store.getLeastSignificantBits());
    }

    static UUID getStore(byte[] from, int at) {
        var buffer = ByteBuffer.wrap(from);
        return new UUID(buffer.getLong(at), buffer.getLong(at + 8));
    }
}
