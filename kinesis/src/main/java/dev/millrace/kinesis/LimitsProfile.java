package dev.millrace.kinesis;

import dev.millrace.stream.Limits;

/// Whose limits hold.
public enum LimitsProfile {
    /// The service's.
    AWS,
    /// The machine's own.
    OFF;

    Limits limits() {
        return switch (this) {
            case AWS -> Limits.AWS;
            case OFF -> Limits.OFF;
        };
    }
}
