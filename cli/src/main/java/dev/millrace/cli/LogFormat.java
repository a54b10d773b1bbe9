package dev.millrace.cli;

/// How the log is written to standard error.
enum LogFormat {
    /// A line an event, for people.
    TEXT,
    /// A JSON object a line, for machines.
    JSON
}
