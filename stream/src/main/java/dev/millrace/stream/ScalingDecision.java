package dev.millrace.stream;

import java.util.List;

/// Whether a stream is to have other shards, and why, in words.
public sealed interface ScalingDecision {
    /// In words, without the stream's name.
    String why();

    record Stay(String why) implements ScalingDecision {}

    /// It is to have others.
    ///
    /// @param from how many open shards it has
    /// @param to how many it is to have
    record Scale(int from, int to, List<ShardStep> steps, String why) implements ScalingDecision {
        public Scale {
            steps = List.copyOf(steps);
        }
    }
}
