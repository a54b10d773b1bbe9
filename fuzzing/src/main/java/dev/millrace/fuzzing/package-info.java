/// # fuzzing: a parser takes or refuses whatever bytes come; whatever the order, threads agree
///
/// **In** a parser, examples of what it reads, a corpus; or a class of operations. **Out** the
/// input or the order that broke a promise.
/// **Owns** how inputs are made of others; how a run is bounded, watched and told of.
/// **Never sees** what the bytes or operations mean. Depends on no room, so that every room's
/// tests can use it.
/// **Threads** one a run, given up when an input makes it loop.
/// **Start at** [ParserFuzzing], [Interleavings].
@NullMarked
package dev.millrace.fuzzing;

import org.jspecify.annotations.NullMarked;
