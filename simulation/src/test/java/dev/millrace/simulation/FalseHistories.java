package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Acknowledged;
import dev.millrace.simulation.Entry.Again;
import dev.millrace.simulation.Entry.Begun;
import dev.millrace.simulation.Entry.Got;
import dev.millrace.simulation.Entry.Listed;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Placed;
import dev.millrace.simulation.Entry.Put;
import dev.millrace.simulation.Entry.Read;
import dev.millrace.simulation.Entry.Shards;
import dev.millrace.stream.SequenceNumber;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// Histories as servers would cause them that no engine makes out of ours. Where there is nothing
/// to falsify they stay as they are.
final class FalseHistories {
    private FalseHistories() {}

    private static List<Entry> reads(List<Entry> history, UnaryOperator<Read> change) {
        return history.stream()
                .map(entry -> entry instanceof Read read ? change.apply(read) : entry)
                .toList();
    }

    private static List<Entry> shards(List<Entry> history, UnaryOperator<List<Listed>> change) {
        return history.stream()
                .map(
                        entry ->
                                entry instanceof Shards(String stream, List<Listed> shards)
                                        ? new Shards(stream, change.apply(new ArrayList<>(shards)))
                                        : entry)
                .toList();
    }

    /// Gives every number another one, wherever it is told.
    private static List<Entry> renumbered(List<Entry> history, Numbering numbering) {
        Map<Integer, Place> places = new HashMap<>();
        return history.stream()
                .<Entry>map(
                        entry ->
                                switch (entry) {
                                    case Acknowledged(int write, Place place, String number) ->
                                            new Acknowledged(
                                                    write, place, numbering.of(place, number));
                                    case Begun begun -> {
                                        places.put(begun.reader(), begun.place());
                                        yield begun;
                                    }
                                    case Read read -> renumbered(read, places, numbering);
                                    case Shards(String stream, List<Listed> shards) ->
                                            new Shards(
                                                    stream,
                                                    shards.stream()
                                                            .map(
                                                                    s ->
                                                                            renumbered(
                                                                                    stream, s,
                                                                                    numbering))
                                                            .toList());
                                    default -> entry;
                                })
                .toList();
    }

    private interface Numbering {
        String of(Place place, String number);
    }

    private static Listed renumbered(String stream, Listed shard, Numbering numbering) {
        var place = new Place(stream, shard.shard());
        return new Listed(
                shard.shard(),
                shard.parents(),
                shard.range(),
                numbering.of(place, shard.first()),
                shard.last() == null ? null : numbering.of(place, shard.last()));
    }

    private static Read renumbered(Read read, Map<Integer, Place> places, Numbering numbering) {
        Place place = Objects.requireNonNull(places.get(read.reader()));
        List<Got> records =
                read.records().stream()
                        .map(
                                got ->
                                        new Got(
                                                numbering.of(place, got.number()),
                                                got.arrivalMs(),
                                                got.key(),
                                                got.data()))
                        .toList();
        return new Read(
                read.reader(),
                read.asked(),
                read.atMs(),
                records,
                read.atTip(),
                read.continuation() == null ? null : numbering.of(place, read.continuation()),
                read.children());
    }

    /// Of two streams of one name the first is said to be the second.
    static List<Entry> withStreamsInTheOtherOrder(List<Entry> history) {
        return history.stream()
                .<Entry>map(
                        entry ->
                                entry instanceof Again(String stream, String before)
                                        ? new Again(/* stream= */ before, /* before= */ stream)
                                        : entry)
                .toList();
    }

    /// Children are numbered as if they were older than their parents.
    static List<Entry> withChildrenBelowTheirParents(List<Entry> history) {
        return renumbered(
                history,
                (place, number) -> {
                    if (!(SequenceNumber.parse(number)
                            instanceof SequenceNumber.Parsed.Current(SequenceNumber it)))
                        throw new AssertionError(number);
                    return new SequenceNumber(
                                    3_400_000_000L - it.creationSecond(),
                                    it.counter(),
                                    it.recordSecond(),
                                    it.shardIndex())
                            .toString();
                });
    }

    /// Two records of one hash key change places, the second of which was written after the first
    /// was acknowledged.
    static List<Entry> withTwoRecordsSwapped(List<Entry> history) {
        Map<Integer, Put> puts = new HashMap<>();
        Map<Object, Acknowledged> before = new HashMap<>(); // put -> the newest before it
        Map<Object, Acknowledged> newest = new HashMap<>();
        for (Entry entry : history) {
            if (entry instanceof Put put) {
                puts.put(put.write(), put);
                Acknowledged last = newest.get(List.of(put.stream(), put.hash()));
                if (last != null) before.put(put, last);
            } else if (entry instanceof Acknowledged second) {
                Put put = Objects.requireNonNull(puts.get(second.write()));
                newest.put(List.of(put.stream(), put.hash()), second);
                Acknowledged first = before.get(put);
                if (first == null || !first.place().equals(second.place())) continue;
                return renumbered(
                        history,
                        (place, number) ->
                                !place.equals(first.place())
                                        ? number
                                        : number.equals(first.number())
                                                ? second.number()
                                                : number.equals(second.number())
                                                        ? first.number()
                                                        : number);
            }
        }
        return history;
    }

    /// What a consumer reads comes to it in the opposite order.
    static List<Entry> readBackwards(List<Entry> history) {
        List<Integer> groups = new ArrayList<>(Collections.nCopies(history.size(), -1));
        for (Entry entry : history)
            if (entry instanceof Begun begun) groups.set(begun.reader(), begun.group());
        List<Entry> backwards = new ArrayList<>();
        for (Entry entry : history.reversed())
            if (entry instanceof Read read && groups.get(read.reader()) >= 0) backwards.add(read);
        List<Entry> result = new ArrayList<>();
        for (Entry entry : history)
            result.add(
                    entry instanceof Read read && groups.get(read.reader()) >= 0
                            ? backwards.removeFirst()
                            : entry);
        return result;
    }

    /// A closed shard ends with the number of its last record.
    static List<Entry> withEndsAtTheLastRecord(List<Entry> history) {
        Map<Integer, Place> places = new HashMap<>();
        Map<Place, String> lasts = new HashMap<>();
        for (Entry entry : history) {
            if (entry instanceof Begun begun) places.put(begun.reader(), begun.place());
            if (entry instanceof Read read)
                for (Got got : read.records())
                    lasts.merge(
                            places.get(read.reader()),
                            got.number(),
                            (a, b) -> Numbers.exceeds(a, b) ? a : b);
        }
        return history.stream()
                .map(
                        entry ->
                                entry instanceof Shards(String stream, List<Listed> shards)
                                        ? new Shards(
                                                stream,
                                                shards.stream()
                                                        .map(s -> endingAt(s, stream, lasts))
                                                        .toList())
                                        : entry)
                .toList();
    }

    private static Listed endingAt(Listed shard, String stream, Map<Place, String> lasts) {
        String last = lasts.get(new Place(stream, shard.shard()));
        return shard.last() == null || last == null
                ? shard
                : new Listed(shard.shard(), shard.parents(), shard.range(), shard.first(), last);
    }

    static List<Entry> withoutAnOpenShard(List<Entry> history) {
        return shards(
                history,
                shards -> {
                    shards.remove(shards.size() - 1);
                    return shards;
                });
    }

    /// Two shards own each other's hash keys.
    static List<Entry> withRangesSwapped(List<Entry> history) {
        return shards(
                history,
                shards -> {
                    if (shards.size() < 2) return shards;
                    Listed one = shards.removeLast();
                    Listed other = shards.removeLast();
                    shards.add(withRangeOf(one, other));
                    shards.add(withRangeOf(other, one));
                    return shards;
                });
    }

    private static Listed withRangeOf(Listed shard, Listed other) {
        return new Listed(
                shard.shard(), shard.parents(), other.range(), shard.first(), shard.last());
    }

    static List<Entry> alwaysBehind(List<Entry> history) {
        return reads(
                history,
                read ->
                        new Read(
                                read.reader(),
                                read.asked(),
                                read.atMs(),
                                read.records(),
                                false,
                                read.continuation(),
                                read.children()));
    }

    static List<Entry> withAChildLess(List<Entry> history) {
        return reads(
                history,
                read ->
                        read.children() == null
                                ? read
                                : new Read(
                                        read.reader(),
                                        read.asked(),
                                        read.atMs(),
                                        read.records(),
                                        read.atTip(),
                                        read.continuation(),
                                        read.children().subList(1, read.children().size())));
    }

    /// A subscription would go on one record later than it should.
    static List<Entry> withContinuationsAhead(List<Entry> history) {
        return reads(
                history,
                read -> {
                    if (read.continuation() == null
                            || !(SequenceNumber.parse(read.continuation())
                                    instanceof SequenceNumber.Parsed.Current(SequenceNumber it)))
                        return read;
                    var next =
                            new SequenceNumber(
                                    it.creationSecond(),
                                    it.counter() + 1,
                                    it.recordSecond(),
                                    it.shardIndex());
                    return new Read(
                            read.reader(),
                            read.asked(),
                            read.atMs(),
                            read.records(),
                            read.atTip(),
                            next.toString(),
                            read.children());
                });
    }

    /// Who loses a seat is told something once more.
    static List<Entry> withTwoInASeat(List<Entry> history) {
        Map<Integer, Begun> readers = new HashMap<>();
        Map<Object, Integer> seats = new HashMap<>();
        List<Entry> result = new ArrayList<>();
        for (Entry entry : history) {
            result.add(entry);
            if (entry instanceof Begun begun) readers.put(begun.reader(), begun);
            if (!(entry instanceof Placed(int reader, long atMs))) continue;
            Begun begun = Objects.requireNonNull(readers.get(reader));
            if (begun.seat() == null) continue;
            Integer former = seats.put(List.of(begun.seat(), begun.place()), reader);
            if (former != null)
                result.add(new Read(former, result.size(), atMs, List.of(), false, null, null));
        }
        return result;
    }
}
