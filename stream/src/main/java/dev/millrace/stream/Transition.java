package dev.millrace.stream;

import java.util.List;

/// What a stream is about to become, once `dueMs` (milliseconds since the epoch) has come.
public sealed interface Transition {
    long dueMs();

    /// The status a stream shows meanwhile.
    StreamStatus status();

    /// What happens to the shards there are.
    default List<ShardStep> steps() {
        return List.of();
    }

    /// No shards yet.
    ///
    /// @param shards how many the stream will have
    record Creating(int shards, long dueMs) implements Transition {
        @Override
        public StreamStatus status() {
            return StreamStatus.CREATING;
        }
    }

    /// One shard is becoming two.
    ///
    /// @param shard index of the parent
    /// @param at first hash key of the upper child
    record Splitting(int shard, HashKey at, long dueMs) implements Transition {
        @Override
        public StreamStatus status() {
            return StreamStatus.UPDATING;
        }

        @Override
        public List<ShardStep> steps() {
            return List.of(new ShardStep.Split(shard, at));
        }
    }

    /// Two shards are becoming one.
    ///
    /// @param parent index of the shard that its owner named first
    /// @param adjacent index of the other
    record Merging(int parent, int adjacent, long dueMs) implements Transition {
        @Override
        public StreamStatus status() {
            return StreamStatus.UPDATING;
        }

        @Override
        public List<ShardStep> steps() {
            return List.of(new ShardStep.Merge(parent, adjacent));
        }
    }

    /// Many shards are becoming many others. The steps were planned when it began and are kept, so
    /// that a later version of the planner changes nothing that is under way.
    record Scaling(List<ShardStep> steps, long dueMs) implements Transition {
        public Scaling {
            steps = List.copyOf(steps);
        }

        @Override
        public StreamStatus status() {
            return StreamStatus.UPDATING;
        }
    }

    /// Settings are about to change that do so only in time.
    ///
    /// @param settings all the stream's, as they will be
    record Adjusting(StreamSettings settings, long dueMs) implements Transition {
        @Override
        public StreamStatus status() {
            return StreamStatus.UPDATING;
        }
    }

    record Deleting(long dueMs) implements Transition {
        @Override
        public StreamStatus status() {
            return StreamStatus.DELETING;
        }
    }
}
