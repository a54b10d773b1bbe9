package dev.millrace.stream;

import java.util.Comparator;

/// What a client means by a stream: a name in an account and a region.
///
/// @param account twelve digits
/// @param region e.g. `eu-central-1`
/// @param name as the client chose it; never part of a path
public record StreamKey(String account, String region, String name)
        implements Comparable<StreamKey> {
    private static final Comparator<StreamKey> ORDER =
            Comparator.comparing(StreamKey::account)
                    .thenComparing(StreamKey::region)
                    .thenComparing(StreamKey::name);

    @Override
    public int compareTo(StreamKey other) {
        return ORDER.compare(this, other);
    }

    /// The stream's Amazon resource name.
    public String arn() {
        return "arn:aws:kinesis:" + region + ":" + account + ":stream/" + name;
    }
}
