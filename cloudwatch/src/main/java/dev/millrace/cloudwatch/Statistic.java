package dev.millrace.cloudwatch;

import org.jspecify.annotations.Nullable;

/// What can be said of a sample in one number.
sealed interface Statistic {
    /// One of the five that every sample has.
    enum Plain implements Statistic {
        SAMPLE_COUNT("SampleCount"),
        AVERAGE("Average"),
        SUM("Sum"),
        MINIMUM("Minimum"),
        MAXIMUM("Maximum");

        /// As the API names it.
        final String text;

        Plain(String text) {
            this.text = text;
        }

        @Override
        public double of(Sample sample, int periodSeconds) {
            return switch (this) {
                case SAMPLE_COUNT -> sample.count();
                case AVERAGE -> sample.average();
                case SUM -> sample.sum();
                case MINIMUM -> sample.min();
                case MAXIMUM -> sample.max();
            };
        }
    }

    /// The value that a share of the values does not exceed.
    ///
    /// @param share 0 to 1
    record Percentile(double share) implements Statistic {
        @Override
        public double of(Sample sample, int periodSeconds) {
            return sample.percentile(share);
        }
    }

    /// Of the values of a period.
    ///
    /// @return NaN if it is not known
    double of(Sample sample, int periodSeconds);

    /// Reads `Average`, `p99.9` and the like; null if it is none of those that are known here.
    static @Nullable Statistic parse(String text) {
        for (Plain plain : Plain.values()) if (plain.text.equals(text)) return plain;
        if (!text.matches("p(\\d{1,2}(\\.\\d{1,10})?|100)")) return null;
        return new Percentile(Double.parseDouble(text.substring(1)) / 100);
    }
}
