package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The segments that there are, and which of them take more. A segment stays as long as a shard has
/// records in it. The checkpointer's.
final class SegmentFolder {
    private final Disk disk;
    private final SegmentFiles files;
    private final Set<Segment> all = new LinkedHashSet<>();
    private final Map<Integer, Segment> newest = new HashMap<>(); // by stream
    private final Set<Integer> folders = new HashSet<>(); // streams whose folder is durable
    private long next; // number of the next segment

    /// @param held segments that shards have records in, each as often as a shard has
    SegmentFolder(Disk disk, SegmentFiles files, List<Segment> held, long next) {
        this.disk = disk;
        this.files = files;
        this.next = next;
        for (Segment segment : held) hold(segment);
    }

    /// A shard has records in it now.
    void hold(Segment segment) {
        segment.holders++;
        if (!all.add(segment) || segment.only != null) return;
        newest.merge(segment.stream, segment, (a, b) -> a.number > b.number ? a : b);
        next = Math.max(next, segment.number + 1);
    }

    /// A shard has no more records in it: who is the last deletes it.
    void letGo(Segment segment) throws IOException {
        if (--segment.holders > 0) return;
        all.remove(segment);
        newest.remove(segment.stream, segment);
        disk.delete(segment.name());
        files.forget(segment); // then: a reader would open it again
        String folder = Segment.folder(segment.stream);
        if (newest.containsKey(segment.stream) || !disk.list(folder).isEmpty()) return;
        disk.delete(folder);
        folders.remove(segment.stream);
    }

    /// A stream's segment that was appended to last; null if it has none.
    @Nullable Segment newest(int stream) {
        return newest.get(stream);
    }

    /// Number of the next segment.
    long next() {
        return next;
    }

    List<Segment> all() {
        return new ArrayList<>(all);
    }

    /// Makes sure that streams have folders, durably.
    void makeFolders(List<Integer> streams) throws IOException {
        List<Integer> missing = streams.stream().filter(it -> !folders.contains(it)).toList();
        if (missing.isEmpty()) return;
        for (int stream : missing) disk.createFolder(Segment.folder(stream));
        disk.forceDirectory(Segment.FOLDER);
        folders.addAll(missing);
    }
}
