package dev.millrace.cloudwatch;

/// What is known of a metric's values from a time on, for as long as its tier is fine.
///
/// @param second since the epoch
record Point(long second, Sample sample) {}
