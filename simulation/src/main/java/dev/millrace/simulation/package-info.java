/// # simulation: a server and its clients on one thread, in virtual time
///
/// **In** a seed. **Out** a history of what clients did and were told, and what is wrong with it.
/// **Owns** [Simulation], which makes histories, and [HistoryChecker], which judges them.
/// **Never sees** a real file, socket, clock or thread: the gateway, the API and the log are the
/// real ones, the disk, the network and time are not.
/// **Threads** none: one [EventQueue] steps everything, in an order that follows from the seed.
/// **Start at** [Simulation].
@NullMarked
package dev.millrace.simulation;

import org.jspecify.annotations.NullMarked;
