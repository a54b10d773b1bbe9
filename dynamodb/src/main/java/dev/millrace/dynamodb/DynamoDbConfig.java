package dev.millrace.dynamodb;

import java.time.Duration;

/// How tables behave.
///
/// @param maxBytes memory that the items of all tables may take, indexes included; a write beyond
///     it is refused
/// @param tables most tables of an account in a region
/// @param transitionDelay how long it takes to create, update and delete a table or an index
/// @param expiryInterval how often expired items are looked for
public record DynamoDbConfig(
        long maxBytes, int tables, Duration transitionDelay, Duration expiryInterval) {
    public static final DynamoDbConfig DEFAULT =
            new DynamoDbConfig(64 << 20, 2_500, Duration.ZERO, Duration.ofSeconds(10));

    public DynamoDbConfig {
        if (maxBytes < 1 << 20)
            throw new IllegalArgumentException("max-bytes must be at least 1 MiB: " + maxBytes);
        // A snapshot of the tables is one array.
        if (maxBytes > 1 << 30)
            throw new IllegalArgumentException("max-bytes must be at most 1 GiB: " + maxBytes);
        if (tables < 1) throw new IllegalArgumentException("tables must be at least 1: " + tables);
        if (transitionDelay.isNegative())
            throw new IllegalArgumentException("transition-delay must not be negative");
        if (!expiryInterval.isPositive())
            throw new IllegalArgumentException("expiry-interval must be positive");
    }
}
