package dev.millrace.log;

/// How the engine is doing, at a moment.
///
/// @param journalBytes of all journal files on disk
/// @param uncoveredBytes of the journal that no snapshot covers: what a start would read again
/// @param inFlightBytes of what waits to become durable
/// @param cacheBytes of the newest groups in memory
/// @param indexBytes of the indexes of open segments
/// @param freeBytes that the disk still has; -1 if it does not tell
public record LogVitals(
        long journalBytes,
        long uncoveredBytes,
        long inFlightBytes,
        long cacheBytes,
        long indexBytes,
        long freeBytes) {}
