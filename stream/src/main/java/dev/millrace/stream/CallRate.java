package dev.millrace.stream;

/// How often one operation may be called.
///
/// @param operation its name, e.g. `DescribeStream`
/// @param scope whose calls count together
/// @param perSecond calls a second, at least 1; [Limits#UNLIMITED] lifts the limit
public record CallRate(String operation, Scope scope, long perSecond) {
    public CallRate {
        if (perSecond < 1) throw new IllegalArgumentException("at least 1 a second: " + operation);
    }

    /// Whose calls count together.
    public enum Scope {
        /// Those of one account in one region.
        ACCOUNT,
        /// Those for one stream.
        STREAM
    }

    /// The same operation and scope, so often.
    public CallRate at(long otherPerSecond) {
        return new CallRate(operation, scope, otherPerSecond);
    }
}
