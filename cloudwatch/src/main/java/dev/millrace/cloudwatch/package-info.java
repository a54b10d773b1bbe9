/// # cloudwatch: metrics, and alarms on them
///
/// **In** points of metrics: from callers of the CloudWatch API, and what [Meters] counted.
/// **Out** statistics over time, alarms' states, actions for those who listen.
/// **Owns** the ledgers `metrics` and `alarms`.
/// **Never sees** HTTP, protocols, shards' records.
/// **Threads** operations on virtual threads; duty cycles on the conductor's; the stores are safe
/// for
/// all.
/// **Start at** [CloudWatchApi].
@NullMarked
package dev.millrace.cloudwatch;

import dev.millrace.stream.Meters;

import org.jspecify.annotations.NullMarked;
