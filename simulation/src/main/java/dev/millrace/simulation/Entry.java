package dev.millrace.simulation;

import dev.millrace.model.Blob;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.HashKeyRange;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One thing that a client did or was told. Its place in the history is its time; `asked` is the
/// place of the next entry at the moment when an answer was asked for.
sealed interface Entry {
    /// A record was sent.
    ///
    /// @param write which one it is
    /// @param hash where it belongs
    /// @param above a number given out before that this one's must exceed
    record Put(
            int write, String stream, String key, HashKey hash, Blob data, @Nullable String above)
            implements Entry {}

    /// A record has its number.
    record Acknowledged(int write, Place place, String number) implements Entry {}

    /// A record was not taken, and never will be there. One of which nothing is said may be.
    record Refused(int write) implements Entry {}

    /// A reader asks for its place.
    ///
    /// @param group readers of one group are one consumer, which reads parents before children
    /// @param seat the name of the consumer whose subscription this is; null if it polls
    record Begun(int reader, int group, @Nullable String seat, Place place, Start start)
            implements Entry {}

    /// A reader has its place.
    ///
    /// @param atMs monotonic time
    record Placed(int reader, long atMs) implements Entry {}

    /// A reader got something.
    ///
    /// @param atMs monotonic time when it was asked for
    /// @param atTip whether it says that no more is there
    /// @param continuation number after which a subscription goes on, null without one
    /// @param children at the end of the shard, else null
    record Read(
            int reader,
            int asked,
            long atMs,
            List<Got> records,
            boolean atTip,
            @Nullable String continuation,
            @Nullable List<Child> children)
            implements Entry {}

    /// A subscription is over, as far as its client is concerned.
    record Left(int reader) implements Entry {}

    /// All shards of a stream, in the end.
    record Shards(String stream, List<Listed> shards) implements Entry {}

    /// Shards of a stream, as they were listed on the way.
    record Seen(String stream, int asked, List<Listed> shards) implements Entry {}

    /// A reader is told that there is no such shard.
    record Vanished(int reader) implements Entry {}

    /// How long a stream keeps its records, in hours.
    ///
    /// @param isTold whether nothing else holds any more; else it was only asked for
    record Retained(String stream, int hours, boolean isTold) implements Entry {}

    /// Nobody changes this stream's shards but the server.
    record Scaled(String stream) implements Entry {}

    /// The machine slept, or its wall clock was set; else both clocks run evenly.
    ///
    /// @param fromMs monotonic time before
    /// @param toMs monotonic time after
    /// @param offsetMs what the wall clock is ahead of the monotonic one from now on
    record Clocks(long fromMs, long toMs, long offsetMs) implements Entry {}

    /// The server is being started.
    ///
    /// @param atMs monotonic time
    record Started(long atMs) implements Entry {}

    /// A stream was made under the name of one that was deleted.
    record Again(String stream, String before) implements Entry {}

    /// What is left on the disk once all records have expired, or all streams are deleted.
    ///
    /// @param most bytes that may be
    record Space(long bytes, long most) implements Entry {}

    /// Something that must not be was seen inside the server.
    record Broken(Promise promise, String words) implements Entry {}

    /// A shard of a stream. A stream that was made under the name of a deleted one has a number
    /// behind its name here.
    record Place(String stream, String shard) {
        /// Whether a stream is not one that is deleted and made again.
        static boolean isLasting(String stream) {
            return stream.indexOf('@') < 0;
        }

        /// The name that clients use.
        static String name(String stream) {
            int at = stream.indexOf('@');
            return at < 0 ? stream : stream.substring(0, at);
        }
    }

    /// Where a record is.
    record Numbered(Place place, String number) {}

    /// A record as a reader sees it.
    record Got(String number, long arrivalMs, String key, Blob data) {}

    /// A child as the end of its parent names it.
    record Child(String shard, List<String> parents, HashKeyRange range) {}

    /// A shard as ListShards shows it.
    ///
    /// @param parents none, one of a split or two of a merge
    /// @param last its ending number, null as long as it is open
    record Listed(
            String shard,
            List<String> parents,
            HashKeyRange range,
            String first,
            @Nullable String last) {}

    /// Where a reader wants to begin.
    sealed interface Start {
        record Horizon() implements Start {}

        record Tip() implements Start {}

        record At(String number) implements Start {}

        record After(String number) implements Start {}

        /// From what arrived at a time, in milliseconds since the epoch.
        record From(long timeMs) implements Start {}
    }
}
