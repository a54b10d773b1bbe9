/// # fuzzing: whatever bytes come, a parser takes or refuses them
///
/// **In** a parser, examples of what it reads, a corpus. **Out** the input that broke a promise.
/// **Owns** how inputs are made of others; how a run is bounded, watched and told of.
/// **Never sees** what the bytes mean. Depends on no room, so that every room's tests can use it.
/// **Threads** one a run, given up when an input makes it loop.
/// **Start at** [ParserFuzzing].
@NullMarked
package dev.millrace.fuzzing;

import org.jspecify.annotations.NullMarked;
