package dev.millrace.http;

/// The memory that bodies share, in two pools. A body's first bytes come from one, and only a
/// client that has sent those is given room for the rest, all of it at once, from the other: so a
/// large body's size is paid for by sending, and no two half-read bodies wait for each other.
///
/// @param small for the first [BodyBuffer#FIRST_BYTES] of a body
/// @param large for bodies longer than that, and for answers until they are sent
record BodyMemory(BytePool small, BytePool large) {
    static BodyMemory of(HttpConfig config) {
        long small = config.bytesInFlight() / 4;
        return new BodyMemory(new BytePool(small), new BytePool(config.bytesInFlight() - small));
    }

    boolean isContended() {
        return small.isContended() || large.isContended();
    }
}
