package dev.millrace.server;

import dev.millrace.stream.StreamCreation;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A stream that is created at start unless it is there. What its tags may be is decided by the
/// operation that creates it.
///
/// @param name as in CreateStream
/// @param mode on-demand with 0 shards
/// @param shards 0 for an on-demand stream
/// @param region empty for the server's
/// @param account empty for the server's
/// @param consumers names of registered consumers
record InitialStream(
        String name,
        Mode mode,
        int shards,
        int retentionHours,
        String region,
        String account,
        Map<String, String> tags,
        List<String> consumers) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final int MOST_HOURS = 8_760;

    /// How a stream's capacity is set.
    enum Mode {
        PROVISIONED,
        ON_DEMAND
    }

    InitialStream {
        requireName("name", name);
        for (String consumer : consumers) requireName("consumers", consumer);
        if (mode == Mode.PROVISIONED && shards < 1)
            throw new IllegalArgumentException("shards: at least 1");
        if (mode == Mode.ON_DEMAND && shards != 0)
            throw new IllegalArgumentException("shards: not for a stream in mode on-demand");
        if (retentionHours < StreamCreation.RETENTION_HOURS || retentionHours > MOST_HOURS)
            throw new IllegalArgumentException(
                    "retention-hours: %d to %d"
                            .formatted(StreamCreation.RETENTION_HOURS, MOST_HOURS));
        if (!region.matches("[A-Za-z0-9-]{0,32}"))
            throw new IllegalArgumentException("region: 1 to 32 letters, digits and hyphens");
        if (!account.matches("(\\d{12})?"))
            throw new IllegalArgumentException("account: twelve digits");
        tags = Map.copyOf(tags);
        consumers = List.copyOf(consumers);
    }

    private static void requireName(String key, String name) {
        if (!NAME.matcher(name).matches())
            throw new IllegalArgumentException(
                    key + ": 1 to 128 letters, digits, '_', '.' and '-': " + name);
    }

    /// As CreateStream has it: a number of shards makes a provisioned stream.
    static InitialStream read(SettingTable table) {
        int shards = table.value("shards", int.class, 0);
        return new InitialStream(
                table.value("name", String.class, ""),
                table.value("mode", Mode.class, shards == 0 ? Mode.ON_DEMAND : Mode.PROVISIONED),
                shards,
                table.value("retention-hours", int.class, StreamCreation.RETENTION_HOURS),
                table.value("region", String.class, ""),
                table.value("account", String.class, ""),
                table.textsByKey("tags"),
                table.texts("consumers"));
    }

    /// Reads `name`, `name:shards` or `name:shards:region`.
    static InitialStream parse(String entry) {
        String[] parts = entry.split(":", -1);
        if (parts.length > 3)
            throw new IllegalArgumentException(entry + ": expected name:shards:region");
        boolean onDemand = parts.length < 2 || parts[1].isEmpty() || parts[1].equals("on-demand");
        try {
            return new InitialStream(
                    parts[0],
                    onDemand ? Mode.ON_DEMAND : Mode.PROVISIONED,
                    onDemand ? 0 : (int) Notation.parse(int.class, false, parts[1]),
                    StreamCreation.RETENTION_HOURS,
                    parts.length < 3 ? "" : parts[2],
                    "",
                    Map.of(),
                    List.of());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(entry + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        String capacity = mode == Mode.ON_DEMAND ? "on-demand" : Integer.toString(shards);
        return name + ":" + capacity + (region.isEmpty() ? "" : ":" + region);
    }
}
