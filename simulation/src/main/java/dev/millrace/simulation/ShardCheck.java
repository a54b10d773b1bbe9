package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Listed;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Shards;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.HashKeyRange;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a list of all shards of a stream must say.
///
/// @param contents of all shards that were ever listed
/// @param end the place behind the history's last entry
record ShardCheck(Map<Place, Contents> contents, Ages ages, int end, Findings findings) {
    /// @param before the stream that had the same name before; null if there was none
    void check(Shards shards, @Nullable String before) {
        List<String> there = shards.shards().stream().map(Listed::shard).toList();
        if (before != null && !ages.wasSetBackByADay()) succession(shards, before);
        for (Listed shard : shards.shards()) {
            var place = new Place(shards.stream(), shard.shard());
            bounds(Objects.requireNonNull(contents.get(place)));
            List<HashKeyRange> inherited = new ArrayList<>();
            for (String name : shard.parents()) {
                Contents parent = contents.get(new Place(shards.stream(), name));
                if (parent == null || !there.contains(name)) {
                    if (ages.mayHaveExpired(shards.stream(), end)) continue;
                    findings.add(Promise.LINEAGE, "%s has no parent %s".formatted(place, name));
                    continue;
                }
                inherited.add(parent.shard.range());
                String last = parent.shard.last();
                if (last == null || !Numbers.exceeds(shard.first(), last))
                    findings.add(
                            Promise.LINEAGE,
                            "%s begins at %s, its parent %s ends at %s"
                                    .formatted(
                                            place,
                                            shard.first(),
                                            name,
                                            last == null ? "no number" : last));
            }
            boolean isKnown = inherited.size() == shard.parents().size();
            if (isKnown && !inherited.isEmpty() && !covers(inherited, shard.range()))
                findings.add(Promise.LINEAGE, "%s has not its parents' hash keys".formatted(place));
        }
        coverage(shards);
    }

    private void succession(Shards shards, String before) {
        for (Listed shard : shards.shards())
            for (Contents former : contents.values()) {
                if (!former.place.stream().equals(before)) continue;
                String last = former.shard.last();
                if (last == null && former.size() > 0)
                    last = former.record(former.size() - 1).number();
                if (last != null && !Numbers.exceeds(shard.first(), last))
                    findings.add(
                            Promise.SUCCESSION,
                            "%s of %s begins at %s, and %s went to %s"
                                    .formatted(
                                            shard.shard(),
                                            shards.stream(),
                                            shard.first(),
                                            former.place,
                                            last));
            }
    }

    private static boolean covers(List<HashKeyRange> parents, HashKeyRange child) {
        return parents.stream().anyMatch(range -> range.contains(child.first()))
                && parents.stream().anyMatch(range -> range.contains(child.last()));
    }

    private void bounds(Contents contents) {
        Listed shard = contents.shard;
        for (int i = 0; i < contents.size(); i++) {
            Entry.Got got = contents.record(i);
            boolean inside =
                    Numbers.exceeds(got.number(), shard.first())
                            && (shard.last() == null
                                    || Numbers.exceeds(shard.last(), got.number()));
            if (!inside)
                findings.add(Promise.BOUNDS, "%s is outside of %s".formatted(got, contents.place));
            boolean areRead = i > 0 && contents.isRead(i) && contents.isRead(i - 1);
            if (areRead && got.arrivalMs() < contents.record(i - 1).arrivalMs())
                findings.add(
                        Promise.BOUNDS, "%s of %s arrived earlier".formatted(got, contents.place));
        }
    }

    private void coverage(Shards shards) {
        List<HashKeyRange> open =
                shards.shards().stream()
                        .filter(shard -> shard.last() == null)
                        .map(Listed::range)
                        .sorted(Comparator.comparing(HashKeyRange::first))
                        .toList();
        boolean whole =
                !open.isEmpty()
                        && open.getFirst().first().equals(HashKey.MIN)
                        && open.getLast().last().equals(HashKey.MAX);
        for (int i = 1; i < open.size(); i++) whole &= open.get(i - 1).isJustBelow(open.get(i));
        if (!whole)
            findings.add(
                    Promise.COVERAGE,
                    "the open shards of %s own %s".formatted(shards.stream(), open));
    }
}
