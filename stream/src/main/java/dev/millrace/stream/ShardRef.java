package dev.millrace.stream;

/// How the storage engine knows a shard. None of the three is ever reused.
///
/// @param number engine-wide number of the shard, from 0; in entries, caches and iterators
/// @param stream internal number of its stream, from 0; in the names of folders
/// @param index the shard's index inside its stream, as clients see it in `shardId-…`
public record ShardRef(int number, int stream, int index) {
    public ShardRef {
        if (number < 0 || stream < 0 || index < 0)
            throw new IllegalArgumentException("negative: " + number + "/" + stream + "/" + index);
    }
}
