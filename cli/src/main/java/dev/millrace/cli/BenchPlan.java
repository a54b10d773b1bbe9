package dev.millrace.cli;

/// What load is wanted.
///
/// @param size bytes of data in a record
/// @param batch records in a request
/// @param requestsPerSecond 0 for as many as go
/// @param warmUpNs before it is measured
/// @param durationNs while it is
record BenchPlan(int size, int batch, double requestsPerSecond, long warmUpNs, long durationNs) {}
