package dev.millrace.cloudwatch;

/// A metric in one unit: points in different units are never added up.
///
/// @param unit as the API names it, e.g. `Milliseconds`
record SeriesKey(MetricKey metric, String unit) {
    /// The unit of who names none.
    static final String NO_UNIT = "None";
}
