/// # cli: the `millrace` command
///
/// **In** words on a command line. **Out** a running server, a sentence for a person, an exit code:
/// 0 done, 1 it could not be done, 2 it was not asked correctly.
/// **Owns** the command's texts, the log's backend, the terminal.
/// **Never sees** the inside of a server: the commands on streams speak the public API by the
/// AWS SDK, so they work against the real service too.
/// **Threads** those of the server it runs.
/// **Start at** [Main].
@NullMarked
package dev.millrace.cli;

import org.jspecify.annotations.NullMarked;
