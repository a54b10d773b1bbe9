package dev.millrace.cli;

import dev.millrace.log.BackupFolder;

import java.util.Locale;

/// Draws how a copy of a folder goes on, and sums it up.
final class CopyTally implements Tally, BackupFolder.Progress {
    private final Progress progress;
    private long records;
    private long bytes;
    private long allBytes;

    CopyTally(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void copied(long moreRecords, long moreBytes, long most) {
        records = moreRecords;
        bytes = moreBytes;
        allBytes = most;
        progress.update(this);
    }

    @Override
    public long records() {
        return records;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public double fraction() {
        return allBytes == 0 ? 1 : (double) bytes / allBytes;
    }

    /// What a copy holds, for people.
    static String line(BackupFolder.Contents contents) {
        return String.format(
                Locale.ROOT,
                "%,d %s, %,d %s of %,d bytes, everything acknowledged by %s",
                contents.shards(),
                contents.shards() == 1 ? "shard" : "shards",
                contents.segments(),
                contents.segments() == 1 ? "segment" : "segments",
                contents.bytes(),
                contents.taken());
    }
}
