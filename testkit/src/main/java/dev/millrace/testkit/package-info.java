/// # testkit: what tests of several rooms share
///
/// **In** a seed. **Out** time that a test moves, disks that fail, workloads that remember what
/// they were promised, and the suite that every storage engine passes.
/// **Owns** [ManualClock], [FaultyDisk], [Workload], [StorageEngineContract].
/// **Never sees** a real file, socket or clock.
/// **Threads** none of its own.
/// **Start at** [StorageEngineContract].
@NullMarked
package dev.millrace.testkit;

import org.jspecify.annotations.NullMarked;
