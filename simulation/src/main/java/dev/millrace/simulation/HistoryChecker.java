package dev.millrace.simulation;

import dev.millrace.model.Blob;
import dev.millrace.simulation.Entry.Acknowledged;
import dev.millrace.simulation.Entry.Again;
import dev.millrace.simulation.Entry.Begun;
import dev.millrace.simulation.Entry.Broken;
import dev.millrace.simulation.Entry.Child;
import dev.millrace.simulation.Entry.Got;
import dev.millrace.simulation.Entry.Listed;
import dev.millrace.simulation.Entry.Numbered;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Placed;
import dev.millrace.simulation.Entry.Put;
import dev.millrace.simulation.Entry.Read;
import dev.millrace.simulation.Entry.Refused;
import dev.millrace.simulation.Entry.Seen;
import dev.millrace.simulation.Entry.Shards;
import dev.millrace.simulation.Entry.Space;
import dev.millrace.simulation.Entry.Vanished;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Says which promises a history breaks: a pure function. The history must end with the lists of
/// all shards, after readers that read each of them from its beginning to its tip.
final class HistoryChecker {
    /// What a reader can tell of a write.
    private record Said(String stream, String key, Blob data) {}

    private final List<Entry> history;
    private final Findings findings = new Findings();

    private final Map<Integer, Put> puts = new HashMap<>();
    private final Map<Integer, Integer> putAt = new HashMap<>(); // places in the history
    private final Map<Numbered, Put> acknowledged = new LinkedHashMap<>();
    private final Set<Said> known = new HashSet<>(); // what acknowledged writes say
    private final Map<Said, Deque<Put>> unknown = new HashMap<>();
    private final Map<Integer, Begun> readers = new HashMap<>();
    private final Map<Place, Contents> shards = new LinkedHashMap<>();
    private final Map<Place, Set<Child>> children = new HashMap<>(); // listed, or told of
    private final Map<String, String> before = new HashMap<>(); // streams of the same name
    private final Ages ages;

    private HistoryChecker(List<Entry> history) {
        this.history = history;
        ages = new Ages(history);
    }

    static List<Violation> check(List<Entry> history) {
        var checker = new HistoryChecker(history);
        checker.collect();
        checker.collectShards();
        checker.collectChildren();
        checker.checkRecords();
        checker.collectKnowledge();
        new OrderCheck(history, checker.puts, checker.readers, checker.shards, checker.findings)
                .check();
        checker.checkReaders();
        for (Entry entry : history)
            if (entry instanceof Shards listed)
                new ShardCheck(checker.shards, checker.ages, history.size(), checker.findings)
                        .check(listed, checker.before.get(listed.stream()));
        return checker.findings.all();
    }

    // ---- what there is

    private void collect() {
        Set<Integer> settled = new HashSet<>();
        for (int i = 0; i < history.size(); i++) {
            switch (history.get(i)) {
                case Put put -> {
                    puts.put(put.write(), put);
                    putAt.put(put.write(), i);
                }
                case Refused(int write) -> settled.add(write);
                case Acknowledged(int write, Place place, String number) -> {
                    settled.add(write);
                    Put put = Objects.requireNonNull(puts.get(write));
                    known.add(said(put));
                    Put other = acknowledged.put(new Numbered(place, number), put);
                    if (other != null)
                        findings.add(
                                Promise.ONCE,
                                "writes %d and %d are both number %s of %s"
                                        .formatted(other.write(), write, number, place));
                }
                case Begun begun -> readers.put(begun.reader(), begun);
                case Again(String stream, String former) -> before.put(stream, former);
                case Space(long bytes, long most) -> {
                    if (bytes > most)
                        findings.add(
                                Promise.SPACE,
                                "%d bytes are left, of %d at most".formatted(bytes, most));
                }
                case Broken(Promise promise, String words) -> findings.add(promise, words);
                default -> {}
            }
        }
        for (Put put : puts.values())
            if (!settled.contains(put.write()))
                unknown.computeIfAbsent(said(put), _ -> new ArrayDeque<>()).add(put);
    }

    private static Said said(Put put) {
        return new Said(put.stream(), put.key(), put.data());
    }

    private void collectShards() {
        Map<Place, TreeMap<String, Got>> records = new HashMap<>();
        for (Entry entry : history) {
            if (!(entry instanceof Read read)) continue;
            Place place = begun(read.reader()).place();
            TreeMap<String, Got> its =
                    records.computeIfAbsent(place, _ -> new TreeMap<>(Numbers.ORDER));
            for (Got got : read.records()) {
                Got before = its.putIfAbsent(got.number(), got);
                if (before != null && !before.equals(got))
                    findings.add(
                            Promise.INTACT, "%s of %s was read as another".formatted(got, place));
            }
        }
        Map<Place, Set<String>> unread = new HashMap<>();
        acknowledged.forEach(
                (its, put) -> {
                    var got =
                            new Got(
                                    its.number(),
                                    Numbers.recordMs(its.number()),
                                    put.key(),
                                    put.data());
                    if (records.computeIfAbsent(its.place(), _ -> new TreeMap<>(Numbers.ORDER))
                                    .putIfAbsent(its.number(), got)
                            == null)
                        unread.computeIfAbsent(its.place(), _ -> new HashSet<>()).add(its.number());
                });
        listed().forEach(
                        (place, at) -> {
                            TreeMap<String, Got> its = records.remove(place);
                            shards.put(
                                    place,
                                    new Contents(
                                            place,
                                            at.shard,
                                            at.entry,
                                            its == null ? List.of() : its.values(),
                                            unread.getOrDefault(place, Set.of())));
                        });
        for (Place place : records.keySet())
            if (!ages.mayHaveExpired(place.stream(), history.size()))
                findings.add(
                        Promise.CHILDREN,
                        "%s was read or written and is not listed".formatted(place));
    }

    private void collectChildren() {
        for (Contents shard : shards.values()) {
            Listed its = shard.shard;
            for (String parent : its.parents())
                childrenOf(new Place(shard.place.stream(), parent))
                        .add(new Child(its.shard(), its.parents(), its.range()));
        }
        for (Entry entry : history)
            if (entry instanceof Read read && read.children() != null)
                childrenOf(begun(read.reader()).place()).addAll(read.children());
    }

    private Set<Child> childrenOf(Place place) {
        return children.computeIfAbsent(place, _ -> new HashSet<>());
    }

    private record ListedAt(Listed shard, int entry) {}

    /// Every shard that was ever listed, as it was the last time.
    private Map<Place, ListedAt> listed() {
        Map<Place, ListedAt> all = new LinkedHashMap<>();
        for (int i = 0; i < history.size(); i++)
            switch (history.get(i)) {
                case Shards(String stream, List<Listed> listed) -> put(stream, listed, i, all);
                case Seen(String stream, int asked, List<Listed> listed) ->
                        put(stream, listed, asked, all);
                default -> {}
            }
        return all;
    }

    private static void put(
            String stream, List<Listed> listed, int entry, Map<Place, ListedAt> all) {
        for (Listed shard : listed)
            all.put(new Place(stream, shard.shard()), new ListedAt(shard, entry));
    }

    private Begun begun(int reader) {
        return Objects.requireNonNull(readers.get(reader));
    }

    // ---- records

    private void checkRecords() {
        for (Map.Entry<Numbered, Put> one : acknowledged.entrySet()) {
            Place place = one.getKey().place();
            Contents shard = shards.get(place);
            int at = shard == null ? -1 : shard.find(one.getKey().number());
            boolean isExcused =
                    shard == null
                            ? ages.mayHaveExpired(place.stream(), history.size())
                            : shard.isRead(at) || shard.mayBeGone(at, at + 1, ages, history.size());
            if (!isExcused)
                findings.add(
                        Promise.KEPT,
                        "write %d was acknowledged as %s and is not there"
                                .formatted(one.getValue().write(), one.getKey()));
        }
        for (Contents shard : shards.values())
            for (int i = 0; i < shard.size(); i++) {
                Put put = identify(shard.place, shard.record(i));
                if (put == null) continue;
                shard.identify(i, put);
                if (!shard.shard.range().contains(put.hash()))
                    findings.add(
                            Promise.AT_HOME,
                            "write %d belongs to %s and is in %s"
                                    .formatted(put.write(), put.hash(), shard.place));
            }
    }

    private @Nullable Put identify(Place place, Got got) {
        var said = new Said(place.stream(), got.key(), got.data());
        Put put = acknowledged.get(new Numbered(place, got.number()));
        if (put != null) {
            if (!said.equals(said(put)))
                findings.add(
                        Promise.INTACT,
                        "write %d became %s of %s".formatted(put.write(), got, place));
            return put;
        }
        Deque<Put> candidates = unknown.get(said);
        put = candidates == null ? null : candidates.poll();
        if (put == null)
            findings.add(
                    known.contains(said) || candidates != null ? Promise.ONCE : Promise.WRITTEN,
                    "no write is left for %s of %s".formatted(got, place));
        // Records without data look all the same: which of them it is remains open.
        return got.data().length() == 0 ? null : put;
    }

    // ---- when what was known

    private void collectKnowledge() {
        for (int i = 0; i < history.size(); i++)
            switch (history.get(i)) {
                case Acknowledged(int _, Place place, String number) -> know(i, place, number);
                case Read read -> {
                    Place place = begun(read.reader()).place();
                    for (Got got : read.records()) know(i, place, got.number());
                    Contents shard = shards.get(place);
                    if (shard != null && read.children() != null) shard.knowOver(i);
                }
                default -> {}
            }
    }

    private void know(int entry, Place place, String number) {
        Contents shard = shards.get(place);
        if (shard == null) return;
        int index = shard.find(number);
        if (index >= 0) shard.know(entry, index);
        for (String parent : shard.shard.parents()) {
            Contents its = shards.get(new Place(place.stream(), parent));
            if (its != null) its.knowOver(entry);
        }
    }

    // ---- readers

    private void checkReaders() {
        Map<Integer, ReaderCheck> checks = new HashMap<>();
        Map<Object, ReaderCheck> seats = new HashMap<>();
        for (int i = 0; i < history.size(); i++)
            switch (history.get(i)) {
                case Begun begun -> {
                    Contents shard = shards.get(begun.place());
                    if (shard != null)
                        checks.put(
                                begun.reader(),
                                new ReaderCheck(begun, i, shard, children, ages, findings));
                }
                case Placed(int reader, long atMs) -> {
                    ReaderCheck check = checks.get(reader);
                    if (check == null) break;
                    check.placed(i, atMs, writtenAfter(i, check.shard()));
                    Begun begun = begun(reader);
                    if (begun.seat() == null) break;
                    ReaderCheck before = seats.put(List.of(begun.seat(), begun.place()), check);
                    if (before != null) before.supersededBy(check, i);
                }
                case Read read -> {
                    ReaderCheck check = checks.get(read.reader());
                    if (check != null) check.read(read, i);
                    fresh(read, i);
                }
                case Vanished(int reader) -> {
                    ReaderCheck check = checks.get(reader);
                    if (check != null) check.vanished(i);
                }
                default -> {}
            }
    }

    private void fresh(Read read, int entry) {
        Place place = begun(read.reader()).place();
        long sinceMs = ages.hiddenBeforeMs(place.stream(), read, entry);
        for (Got got : read.records())
            if (got.arrivalMs() < sinceMs)
                findings.add(
                        Promise.FRESH,
                        "%s of %s was read %d ms too late"
                                .formatted(got, place, sinceMs - got.arrivalMs()));
    }

    /// The first record of a shard that was sent after a place of the history; its size if there is
    /// none.
    private int writtenAfter(int entry, Contents shard) {
        for (int i = 0; i < shard.size(); i++) {
            Put put = shard.put(i);
            if (put != null && Objects.requireNonNull(putAt.get(put.write())) > entry) return i;
        }
        return shard.size();
    }
}
