package dev.millrace.http;

/// Tells a connection to end as soon as nothing is in flight on it.
enum Drain {
    DRAIN
}
