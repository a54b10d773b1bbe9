package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Acknowledged;
import dev.millrace.simulation.Entry.Begun;
import dev.millrace.simulation.Entry.Got;
import dev.millrace.simulation.Entry.Numbered;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Put;
import dev.millrace.simulation.Entry.Read;
import dev.millrace.stream.HashKey;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The order of each hash key's records, over all splits and merges.
///
/// @param puts by their number in the history
/// @param readers likewise
record OrderCheck(
        List<Entry> history,
        Map<Integer, Put> puts,
        Map<Integer, Begun> readers,
        Map<Place, Contents> shards,
        Findings findings) {
    private record Route(String stream, HashKey hash) {}

    private static Route route(Put put) {
        return new Route(put.stream(), put.hash());
    }

    void check() {
        checkWrites();
        checkReads();
    }

    /// What is sent after an acknowledgement exceeds what was acknowledged.
    private void checkWrites() {
        Map<Integer, Numbered> numbers = numbers();
        Map<Route, String> newest = new HashMap<>(); // that is acknowledged
        for (Entry entry : history)
            switch (entry) {
                case Put put -> {
                    Numbered its = numbers.get(put.write());
                    if (its == null) break;
                    exceeds(put, its, newest.get(route(put)));
                    exceeds(put, its, put.above());
                }
                case Acknowledged(int write, Place _, String number) ->
                        newest.merge(
                                route(Objects.requireNonNull(puts.get(write))),
                                number,
                                (a, b) -> Numbers.exceeds(a, b) ? a : b);
                default -> {}
            }
    }

    /// What every write has become, as far as it is known.
    private Map<Integer, Numbered> numbers() {
        Map<Integer, Numbered> numbers = new HashMap<>();
        for (Contents shard : shards.values())
            for (int i = 0; i < shard.size(); i++) {
                Put put = shard.put(i);
                if (put == null) continue;
                numbers.put(put.write(), new Numbered(shard.place, shard.record(i).number()));
            }
        return numbers;
    }

    private void exceeds(Put put, Numbered its, @Nullable String before) {
        if (before != null && !Numbers.exceeds(its.number(), before))
            findings.add(
                    Promise.ORDER,
                    "write %d came after %s and is %s".formatted(put.write(), before, its));
    }

    /// Of what a consumer sees for the first time: it may begin a shard again where it was.
    private void checkReads() {
        Map<Integer, Set<Numbered>> seen = new HashMap<>();
        Map<Integer, Map<Route, String>> last = new HashMap<>();
        for (Entry entry : history) {
            if (!(entry instanceof Read read)) continue;
            Begun begun = Objects.requireNonNull(readers.get(read.reader()));
            Contents shard = shards.get(begun.place());
            int group = begun.group();
            if (group < 0 || shard == null) continue;
            for (Got got : read.records()) {
                var its = new Numbered(begun.place(), got.number());
                if (!seen.computeIfAbsent(group, _ -> new HashSet<>()).add(its)) continue;
                Put put = shard.put(shard.find(got.number()));
                if (put == null) continue;
                String before =
                        last.computeIfAbsent(group, _ -> new HashMap<>())
                                .put(route(put), got.number());
                if (before != null && !Numbers.exceeds(got.number(), before))
                    findings.add(
                            Promise.READ_ORDER,
                            "consumer %d read write %d, %s, after %s"
                                    .formatted(group, put.write(), its, before));
            }
        }
    }
}
