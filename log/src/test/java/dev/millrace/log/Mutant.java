package dev.millrace.log;

import dev.millrace.testkit.FaultyDisk;

import java.io.IOException;

/// A log that breaks a rule: what it does to the disk before and after opening, and to the image
/// that it finds after a crash. As it is, it breaks none.
interface Mutant {
    default void beforeOpening(FaultyDisk disk) {}

    default void afterOpening(FaultyDisk disk, FileLog log) {}

    default void restarted(FaultyDisk disk) throws IOException {}
}
