/// # junit: a Millrace for each test
///
/// **In** a test class with [MillraceTest]. **Out** a running server of each test's own, and the
/// clock that it goes by.
/// **Owns** the life of these servers, their time, their disk in memory.
/// **Never sees** the tests' threads: tests may run in parallel.
/// **Threads** those of the servers.
/// **Start at** [MillraceTest].
@NullMarked
package dev.millrace.junit;

import org.jspecify.annotations.NullMarked;
