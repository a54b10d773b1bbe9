package dev.millrace.cloudwatch;

/// What an evaluation came to, other than that all stays as it is.
///
/// @param reason in words
/// @param data the same in JSON
record Verdict(AlarmState state, String reason, String data) {}
