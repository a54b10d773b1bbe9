package dev.millrace.cli;

/// How far a transfer of records is.
interface Tally {
    /// Records that have arrived.
    long records();

    /// Bytes of their data.
    long bytes();

    /// How often a record was sent again.
    default long retried() {
        return 0;
    }

    /// Records given up.
    default long failed() {
        return 0;
    }

    /// Why a record was last refused; empty if none ever was.
    default String lastError() {
        return "";
    }

    /// How much of it all that is, 0 to 1; below 0 if nobody knows.
    default double fraction() {
        return -1;
    }
}
