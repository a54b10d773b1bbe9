/// # stream: the domain
///
/// **In** requests in the domain's terms and the time. **Out** decisions: which shard, how many,
/// from where, or why not.
/// **Owns** shards, hash keys, sequence numbers, iterators, quotas, the [Catalog]; and the ports
/// [StorageEngine], [Ledger], [Disk] and [Clock] that the rooms below fill.
/// **Never sees** HTTP, AWS's wire, files, the wall clock.
/// **Threads** none of its own.
/// **Start at** [Catalog].
@NullMarked
package dev.millrace.stream;

import org.jspecify.annotations.NullMarked;
