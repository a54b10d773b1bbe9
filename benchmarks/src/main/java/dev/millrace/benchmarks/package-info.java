/// # benchmarks: what a request costs, end to end
///
/// **In** a server, started as users start it, in a process of its own. **Out** a table: the
/// server's CPU-seconds per million records, rate, latency.
/// **Never sees** the server's inside: it speaks HTTP, with requests encoded beforehand.
/// **Threads** one a connection.
/// **Start at** [Benchmark].
@NullMarked
package dev.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
