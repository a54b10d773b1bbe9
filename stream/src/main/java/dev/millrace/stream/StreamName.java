package dev.millrace.stream;

import java.util.Comparator;

/// How clients name a stream. A name may be used again once its stream is gone; see
/// [Stream#number] for what may not.
///
/// @param account twelve digits
/// @param region e.g. `eu-central-1`
/// @param name 1 to 128 of `[a-zA-Z0-9_.-]`; may be `..`, so never part of a path
public record StreamName(String account, String region, String name)
        implements Comparable<StreamName> {
    private static final Comparator<StreamName> ORDER =
            Comparator.comparing(StreamName::account)
                    .thenComparing(StreamName::region)
                    .thenComparing(StreamName::name);

    @Override
    public int compareTo(StreamName other) {
        return ORDER.compare(this, other);
    }
}
