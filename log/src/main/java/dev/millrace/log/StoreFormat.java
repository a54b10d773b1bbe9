package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file `FORMAT`, three lines of text: what this folder is, its version, whose it is.
///
/// ```
/// millrace data folder
/// version 1
/// store 6f2c0f0e-…
/// ```
///
/// @param store random number of this store, in every file's header: keeps files of two stores
///     from being mixed
record StoreFormat(int version, UUID store) {
    static final int VERSION = 1;
    static final String NAME = "FORMAT";
    private static final String DRAFT = "FORMAT.tmp";
    private static final Pattern TEXT =
            Pattern.compile(
                    "millrace data folder\nversion (\\d{1,9})\n(?:store ([0-9a-f-]{36})\n)?");

    /// What may lie in a folder that is not ours yet.
    private static final Set<String> EMPTY = Set.of("LOCK", DRAFT, "lost+found");

    /// Reads and checks the file; touches nothing.
    ///
    /// @return null if the folder is empty and may become ours
    /// @throws StorageException if the folder is newer than this program, or not ours
    static @Nullable StoreFormat read(Disk disk) throws IOException, StorageException {
        if (!disk.exists(NAME)) {
            for (String name : disk.list(""))
                if (!EMPTY.contains(name))
                    throw new StorageException(
                            "this is not a Millrace data folder: it holds "
                                    + name
                                    + " but no FORMAT file; give an empty folder");
            return null;
        }
        String text;
        try (Disk.File file = disk.open(NAME, false)) {
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            int length = file.read(buffer, 0);
            text = new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
        }
        // A newer version may say more: read its number first.
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.lookingAt())
            throw new StorageException("FORMAT is not what Millrace writes: " + text.strip());
        int version = Integer.parseInt(matcher.group(1));
        if (version > VERSION)
            throw new StorageException(
                    ("this data folder has format version %d, and this build reads up to version"
                                    + " %d; run a newer Millrace. Nothing was changed")
                            .formatted(version, VERSION));
        if (version != VERSION || matcher.end() != text.length())
            throw new StorageException("FORMAT is not what Millrace writes: " + text.strip());
        String store = matcher.group(2);
        if (store == null) throw new StorageException("FORMAT does not name its store");
        return new StoreFormat(version, UUID.fromString(store));
    }

    /// Makes an empty folder ours, before anything else is written to it.
    static StoreFormat create(Disk disk, RandomGenerator random) throws IOException {
        var format = new StoreFormat(VERSION, new UUID(random.nextLong(), random.nextLong()));
        byte[] text =
                "millrace data folder\nversion %d\nstore %s\n"
                        .formatted(format.version, format.store)
                        .getBytes(StandardCharsets.UTF_8);
        try (Disk.File file = disk.open(DRAFT, true)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(text), 0);
            file.force();
        }
        disk.rename(DRAFT, NAME);
        disk.forceDirectory("");
        return format;
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
