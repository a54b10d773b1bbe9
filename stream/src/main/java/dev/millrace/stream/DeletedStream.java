package dev.millrace.stream;

/// A stream that is gone, remembered while iterators of it may still come.
///
/// @param number its internal number
/// @param deletedMs milliseconds since the epoch
record DeletedStream(int number, StreamName name, long deletedMs) {}
