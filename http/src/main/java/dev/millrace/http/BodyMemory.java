package dev.millrace.http;

/// The memory that bodies share, in two pools. A body's first bytes come from one, and only a
/// client that has sent those is given room for the rest, all of it at once, from the other: so a
/// large body's size is paid for by sending, and no two half-read bodies wait for each other.
///
/// @param small for the first [BodyBuffer#FIRST_BYTES] of a body
/// @param large for bodies longer than that, and for answers until they are sent
/// @param arrays of bodies that were, kept besides
record BodyMemory(BytePool small, BytePool large, BodyArrays arrays) {
    /// What is kept is at most this part of what may be held.
    private static final int KEPT = 8;

    static BodyMemory of(HttpConfig config) {
        long small = config.bytesInFlight() / 4;
        return new BodyMemory(
                new BytePool(small),
                new BytePool(config.bytesInFlight() - small),
                new BodyArrays(config.bytesInFlight() / KEPT));
    }

    boolean isContended() {
        return small.isContended() || large.isContended();
    }
}
