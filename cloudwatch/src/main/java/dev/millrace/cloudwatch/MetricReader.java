package dev.millrace.cloudwatch;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads metrics by periods. Any thread.
record MetricReader(MetricStore store) {
    /// Some time, cut into periods.
    ///
    /// @param start first second of the first period
    /// @param end first second behind the last
    /// @param tier whose points make them up
    record Window(long start, long end, int periodSeconds, Tier tier) {
        /// A window whose periods begin with it, as statistics are asked for: old starts are
        /// rounded down to what is still known of them.
        static Window from(long start, long end, int periodSeconds, long nowSecond) {
            Tier least = tier(periodSeconds, nowSecond - start);
            int period = Math.ceilDiv(Math.max(periodSeconds, least.seconds), least.seconds);
            return new Window(least.floor(start), end, period * least.seconds, least);
        }

        /// A window whose periods begin where the period divides the time, as graphs want them.
        static Window aligned(long start, long end, int periodSeconds, long nowSecond) {
            Window window = from(start, end, periodSeconds, nowSecond);
            int period = window.periodSeconds;
            long first = Math.floorDiv(start, period) * period;
            return new Window(first, end, period, window.tier);
        }

        private static Tier tier(int periodSeconds, long ageSeconds) {
            if (periodSeconds < Tier.MINUTE.seconds && ageSeconds <= Tier.SECOND.keptSeconds)
                return Tier.SECOND;
            return Tier.ofAge(ageSeconds);
        }

        long periodOf(long second) {
            return start + Math.floorDiv(second - start, periodSeconds) * periodSeconds;
        }

        long periods() {
            return end <= start ? 0 : Math.ceilDiv(end - start, (long) periodSeconds);
        }
    }

    /// What is known of each period that has any values, by its first second.
    SortedMap<Long, Sample> read(SeriesKey key, Window window) {
        var periods = new TreeMap<Long, Sample>();
        store.read(
                key,
                window.tier(),
                window.start(),
                window.end(),
                point ->
                        periods.merge(
                                window.periodOf(point.second()), point.sample(), Sample::plus));
        return periods;
    }

    /// Likewise in the unit that was heard of last.
    SortedMap<Long, Sample> read(MetricKey metric, Window window) {
        List<String> units = store.units(metric);
        return units.isEmpty()
                ? new TreeMap<>()
                : read(new SeriesKey(metric, units.getFirst()), window);
    }
}
