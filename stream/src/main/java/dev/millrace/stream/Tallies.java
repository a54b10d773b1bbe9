package dev.millrace.stream;

import java.util.Arrays;

/// What calls came to, by what was measured of them. Immutable.
public final class Tallies {
    public static final Tallies NONE;

    static {
        var none = new Tally[Measure.COUNT];
        Arrays.fill(none, Tally.NONE);
        NONE = new Tallies(none);
    }

    private final Tally[] byPlace;

    /// Takes the array over: a tally for each measure, at its place.
    Tallies(Tally[] byPlace) {
        this.byPlace = byPlace;
    }

    public Tally of(Measure measure) {
        return byPlace[measure.place()];
    }

    public Tallies plus(Tallies other) {
        var sums = new Tally[byPlace.length];
        for (int i = 0; i < sums.length; i++) sums[i] = byPlace[i].plus(other.byPlace[i]);
        return new Tallies(sums);
    }
}
