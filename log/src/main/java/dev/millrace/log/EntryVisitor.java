package dev.millrace.log;

import java.io.IOException;

/// Is shown a shard's entries in order.
@FunctionalInterface
interface EntryVisitor {
    /// Takes an entry or stops.
    ///
    /// @param bytes valid during the call only
    /// @return false to stop, as if this entry had not been shown
    boolean visit(byte[] bytes, int at, int length) throws IOException;
}
