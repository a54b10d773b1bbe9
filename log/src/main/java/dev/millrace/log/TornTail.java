package dev.millrace.log;

/// A group at the very end of the journal that is not whole. It was under way when the power
/// failed, and nobody was told that it is durable; or the disk has damaged it since, which looks
/// the same.
///
/// @param file its name inside the data folder
/// @param lsn number of the group's first entry
record TornTail(String file, long position, long group, long lsn) {
    @Override
    public String toString() {
        return ("%s ends at position %d in a torn group: group %d, from lsn %d on, is not whole and"
                        + " is left out")
                .formatted(file, position, group, lsn);
    }
}
