package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.DiskFullException;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Copies of a data folder: what one snapshot names, and that snapshot. There is no journal in it,
/// since the snapshot is made for it.
///
/// A copy is brought up to date in the engine's own order: segments, which only grow, then the
/// names of new ones, then the snapshot that names them; then what it no longer names is
/// deleted. So it is at every moment whole as of the snapshot that it holds. In the other
/// direction the same, and the file `FORMAT` last, without which there is no data folder.
public final class BackupFolder {
    private static final String LOCK = "LOCK";

    /// What a copy holds.
    ///
    /// @param taken when its snapshot was
    /// @param bytes of its segments
    public record Contents(UUID store, Instant taken, int shards, int segments, long bytes) {}

    /// Hears how a copy goes on.
    public interface Progress {
        /// Called once before anything is copied, then after every record.
        ///
        /// @param records copied so far
        /// @param bytes of entries, likewise
        /// @param allBytes how many there will be
        void copied(long records, long bytes, long allBytes);
    }

    /// A segment that belongs into the copy.
    ///
    /// @param known what the destination has of it; null for nothing
    private record Part(Segment segment, Segment.@Nullable Extent known) {
        int knownBytes() {
            return known == null ? 0 : known.length();
        }

        int missingBytes() {
            return segment.extent().length() - knownBytes();
        }
    }

    private final Disk from;
    private final Disk to;
    private final Snapshot snapshot;
    private final List<Part> parts = new ArrayList<>();
    private long allBytes;
    private long records;
    private long bytes;

    /// @param before what the destination holds; null for nothing
    private BackupFolder(Disk from, Disk to, Snapshot snapshot, @Nullable Snapshot before) {
        this.from = from;
        this.to = to;
        this.snapshot = snapshot;
        Map<String, Segment.Extent> known = new HashMap<>();
        if (before != null)
            for (Segment segment : segments(before)) known.put(segment.name(), segment.extent());
        for (Segment segment : segments(snapshot))
            parts.add(new Part(segment, known.get(segment.name())));
        for (Part part : parts) allBytes += part.missingBytes();
    }

    /// Those with records that are not trimmed.
    private static Set<Segment> segments(Snapshot of) {
        Set<Segment> segments = new LinkedHashSet<>();
        for (Snapshot.ShardState shard : of.shards()) {
            SegmentList needed = shard.needed();
            for (int i = 0; i < needed.size(); i++) segments.add(needed.segment(i));
        }
        return segments;
    }

    /// Brings a backup up to date, or makes one.
    ///
    /// @param data a data folder, which may be in use while the snapshot is pinned
    /// @param snapshot its name there
    /// @param backup an empty folder, or a backup made of this store before
    /// @throws StorageException if either is not what it should be, if they belong to different
    ///     stores or histories, or for what goes wrong with the files; the backup that was there is
    ///     still there
    public static Contents update(Disk data, String snapshot, Disk backup, Progress progress)
            throws StorageException {
        try {
            StoreFormat format = StoreFormat.read(data, StoreFormat.Kind.DATA);
            if (format == null) throw new StorageException("there is nothing to back up");
            Snapshot now = Snapshot.read(data, snapshot);
            checkStore(backup, format); // before anything is touched
            try (AutoCloseable _ = lock(backup)) {
                checkStore(backup, format);
                StoreFormat there = StoreFormat.read(backup, StoreFormat.Kind.BACKUP);
                if (there == null) format.write(backup, StoreFormat.Kind.BACKUP);
                else there.renewed(backup, StoreFormat.Kind.BACKUP);
                Snapshot before = newest(backup);
                if (before != null) checkHistory(before, now);
                var copy = new BackupFolder(data, backup, now.withoutJournal(), before);
                copy.copy(progress);
                copy.snapshot.write(backup);
                copy.sweep();
                return copy.contents();
            }
        } catch (Exception e) {
            throw explained(e);
        }
    }

    /// Makes a data folder of a backup, which stays as it is.
    ///
    /// @param data an empty folder
    /// @throws StorageException if either is not what it should be, or for what goes wrong with the
    ///     files; `data` is then no data folder and may be emptied
    public static Contents restore(Disk backup, Disk data, Progress progress)
            throws StorageException {
        try {
            StoreFormat format = StoreFormat.read(backup, StoreFormat.Kind.BACKUP);
            if (format == null) throw new StorageException("the folder is no backup");
            checkEmpty(data); // before anything is touched
            try (AutoCloseable _ = lock(backup);
                    AutoCloseable _ = data.lock(LOCK)) {
                checkEmpty(data);
                Snapshot snapshot = newest(backup);
                if (snapshot == null)
                    throw new StorageException("no backup to that folder was ever completed");
                if (!snapshot.store().equals(format.store()))
                    throw new StorageException("the snapshot belongs to another store");
                var copy = new BackupFolder(backup, data, snapshot, null);
                copy.copy(progress);
                snapshot.write(data);
                format.today().write(data, StoreFormat.Kind.DATA);
                return copy.contents();
            }
        } catch (Exception e) {
            throw explained(e);
        }
    }

    private static StorageException explained(Exception cause) {
        return switch (cause) {
            case StorageException known -> known;
            case NoSuchFileException e -> new StorageException(e.getMessage() + " is missing", e);
            case AccessDeniedException e ->
                    new StorageException("this user may not use " + e.getMessage(), e);
            default -> new StorageException(String.valueOf(cause.getMessage()), cause);
        };
    }

    private static AutoCloseable lock(Disk backup) throws StorageException {
        try {
            return backup.lock(LOCK);
        } catch (IOException e) {
            throw new StorageException(
                    "another backup, restore or verify has that folder, or it cannot be written to:"
                            + " "
                            + e.getMessage(),
                    e);
        }
    }

    private static void checkEmpty(Disk data) throws IOException, StorageException {
        if (StoreFormat.read(data, StoreFormat.Kind.DATA) != null)
            throw new StorageException(
                    "there is a data folder already; a backup is restored to an empty folder");
    }

    private static void checkStore(Disk backup, StoreFormat format)
            throws IOException, StorageException {
        StoreFormat there = StoreFormat.read(backup, StoreFormat.Kind.BACKUP);
        if (there != null && !there.store().equals(format.store()))
            throw new StorageException(
                    "that is a backup of another store, %s; this one is %s; give another folder"
                            .formatted(there.store(), format.store()));
    }

    private static @Nullable Snapshot newest(Disk backup) throws IOException {
        List<String> names =
                backup.list(Snapshot.FOLDER).stream()
                        .filter(name -> name.endsWith(Snapshot.SUFFIX))
                        .toList();
        return names.isEmpty()
                ? null
                : Snapshot.read(backup, Snapshot.FOLDER + "/" + names.getLast());
    }

    // ---- whether what is there is how this store began

    private static void checkHistory(Snapshot before, Snapshot now) throws StorageException {
        boolean continued = before.mark().lsn() <= now.mark().lsn();
        Map<Integer, Snapshot.ShardState> shards = new HashMap<>();
        for (Snapshot.ShardState shard : now.shards()) shards.put(shard.ref().number(), shard);
        for (Snapshot.ShardState old : before.shards()) {
            Snapshot.ShardState shard = shards.get(old.ref().number());
            if (shard == null) continue; // dropped
            continued &= old.ref().equals(shard.ref()) && old.next() <= shard.next();
        }
        if (!continued) throw anotherHistory();
    }

    private static StorageException anotherHistory() {
        return new StorageException(
                "that backup holds what this store does not, or no more: the store was restored or"
                        + " salvaged in between; give another folder, to lose neither");
    }

    private void checkHistory(Part part, Segment.Extent known)
            throws IOException, StorageException {
        if (known.length() > part.segment.extent().length() || !copyOf(part).continues(known))
            throw anotherHistory();
    }

    // ---- copying

    private SegmentCopy copyOf(Part part) {
        return new SegmentCopy(from, to, part.segment, snapshot.store());
    }

    private void copy(Progress progress) throws IOException, StorageException {
        for (Part part : parts) if (part.known != null) checkHistory(part, part.known);
        long free = to.freeBytes();
        if (free < allBytes)
            throw new DiskFullException(
                    "%d bytes are to be copied, and there is space for %d"
                            .formatted(allBytes, free));
        progress.copied(0, 0, allBytes);
        to.createFolder(Snapshot.FOLDER);
        to.createFolder(Segment.FOLDER);
        Set<String> changed = new TreeSet<>();
        for (Part part : parts) copy(part, changed, progress);
        for (String folder : changed) to.forceDirectory(folder);
        to.forceDirectory(Segment.FOLDER);
        to.forceDirectory("");
    }

    private void copy(Part part, Set<String> changed, Progress progress) throws IOException {
        if (part.missingBytes() == 0) return;
        String folder = Segment.folder(part.segment.stream);
        if (changed.add(folder)) to.createFolder(folder);
        if (part.known == null) bytes += Segment.HEADER;
        copyOf(part)
                .copy(
                        part.knownBytes(),
                        (moreRecords, moreBytes) -> {
                            records += moreRecords;
                            bytes += moreBytes;
                            progress.copied(records, bytes, allBytes);
                        });
    }

    /// Deletes what the snapshot does not name: older ones, what was trimmed or dropped, and what
    /// attempts left that were not completed.
    private void sweep() throws IOException {
        for (String name : to.list(Snapshot.FOLDER)) {
            String path = Snapshot.FOLDER + "/" + name;
            if (!path.equals(Snapshot.name(snapshot.mark().lsn()))) to.delete(path);
        }
        Set<String> kept = new HashSet<>();
        for (Part part : parts) kept.add(part.segment.name());
        for (String stream : to.list(Segment.FOLDER)) {
            String folder = Segment.FOLDER + "/" + stream;
            boolean any = false;
            for (String name : to.list(folder)) {
                if (kept.contains(folder + "/" + name)) any = true;
                else to.delete(folder + "/" + name);
            }
            if (!any) to.delete(folder);
        }
    }

    private Contents contents() {
        long all = 0;
        for (Part part : parts) all += part.segment.extent().length();
        return new Contents(
                snapshot.store(),
                Instant.ofEpochMilli(snapshot.takenMs()),
                snapshot.shards().size(),
                parts.size(),
                all);
    }
}
