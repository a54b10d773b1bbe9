package dev.millrace.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// Where in a stream to begin reading.
sealed interface StartingPoint {
    /// With what is written from now on.
    record Latest() implements StartingPoint {}

    /// With the oldest record kept.
    record TrimHorizon() implements StartingPoint {}

    /// With the first record that arrived then or later.
    record At(Instant time) implements StartingPoint {}

    /// The shards that were open at this point; what followed from them is found at their ends.
    default ShardFilter shards() {
        return switch (this) {
            case Latest() -> ShardFilter.builder().type(ShardFilterType.AT_LATEST).build();
            case TrimHorizon() ->
                    ShardFilter.builder().type(ShardFilterType.AT_TRIM_HORIZON).build();
            case At(Instant time) ->
                    ShardFilter.builder()
                            .type(ShardFilterType.AT_TIMESTAMP)
                            .timestamp(time)
                            .build();
        };
    }

    default void iterator(GetShardIteratorRequest.Builder request) {
        switch (this) {
            case Latest() -> request.shardIteratorType(ShardIteratorType.LATEST);
            case TrimHorizon() -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
            case At(Instant time) ->
                    request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(time);
        }
    }

    /// Reads `latest`, `trim-horizon`, or a time such as `2026-11-21T10:00:00Z`; a time without a
    /// zone is local.
    static final class Converter implements ITypeConverter<StartingPoint> {
        @Override
        public StartingPoint convert(String text) {
            return switch (text) {
                case "latest" -> new Latest();
                case "trim-horizon" -> new TrimHorizon();
                default -> new At(time(text));
            };
        }

        private static Instant time(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException withoutZone) {
                try {
                    return LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
                } catch (DateTimeException e) {
                    throw new TypeConversionException(
                            "'"
                                    + text
                                    + "' is neither latest, trim-horizon nor a time such as"
                                    + " 2026-11-21T10:00:00Z");
                }
            }
        }
    }
}
