/// # benchmarks: what a request costs, end to end and stage by stage
///
/// **In** servers, started as users start them, each in a process of its own; for the stages, the
/// rooms' own classes. **Out** tables and plots: CPU-seconds per million records, rate, latency,
/// memory.
/// **Owns** the files of results, and what is between the marks of `docs/performance.md`.
/// **Never sees** a server's inside, but for the stages: it speaks the servers' protocols, with
/// requests encoded beforehand.
/// **Threads** one a connection.
/// **Start at** [Benchmark]; a row of the table is a [Row].
@NullMarked
package dev.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
