package dev.millrace.stream;

/// Decides how large the records of a stream may be.
public final class RecordSize {
    private RecordSize() {}

    /// Whether records may be as large as this.
    ///
    /// @param maxRecordKib 1024 to 10240, as the API's model has it
    public static Decision update(Catalog catalog, StreamName name, int maxRecordKib, long nowMs) {
        return SettingsChange.ofActive(
                catalog,
                name,
                stream ->
                        SettingsChange.now(
                                stream, stream.settings().admitting(maxRecordKib), nowMs));
    }
}
