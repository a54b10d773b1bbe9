package dev.millrace.stream;

/// A stream's state, as its description shows it.
public enum StreamStatus {
    /// No shards yet: it takes and gives no records.
    CREATING,
    ACTIVE,
    /// A split, a merge or a change of settings is under way. Reads and writes go on; what was
    /// before is shown.
    UPDATING,
    /// Still served until it is gone; its name is taken until then.
    DELETING
}
