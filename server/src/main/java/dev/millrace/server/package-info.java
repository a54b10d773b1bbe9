/// # server: the rooms, wired
///
/// **In** a [MillraceConfig]. **Out** a running [Millrace], until it is closed.
/// **Owns** the wiring, the configuration and its sources, health, the order of start and stop.
/// **Never sees** a request, a record.
/// **Threads** one a duty cycle; everything else belongs to the rooms.
/// **Start at** [Millrace].
@NullMarked
package dev.millrace.server;

import org.jspecify.annotations.NullMarked;
