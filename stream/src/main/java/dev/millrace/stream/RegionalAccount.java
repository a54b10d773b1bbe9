package dev.millrace.stream;

/// An account in one region: what limits and settings hold for.
///
/// @param account twelve digits
/// @param region e.g. `eu-central-1`
public record RegionalAccount(String account, String region) {
    public static RegionalAccount of(StreamName stream) {
        return new RegionalAccount(stream.account(), stream.region());
    }

    boolean has(Stream stream) {
        return equals(of(stream.name()));
    }
}
