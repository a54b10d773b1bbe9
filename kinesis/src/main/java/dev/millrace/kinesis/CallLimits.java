package dev.millrace.kinesis;

import static dev.millrace.stream.CallRate.Scope.ACCOUNT;
import static dev.millrace.stream.CallRate.Scope.STREAM;

import dev.millrace.stream.CallRate;
import dev.millrace.stream.Limits;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often each control operation may be called. What reads and writes records has its limits at
/// the shard, SubscribeToShard at the consumer.
///
/// Source: API reference, the operations' own pages; where they are silent, 5 as with their likes.
final class CallLimits {
    /// Stands for every operation that is not named itself.
    private static final String OTHERS = "*";

    private static final String LIFTED = "off";

    private static final List<CallRate> SERVICE =
            List.of(
                    new CallRate("AddTagsToStream", ACCOUNT, 5),
                    new CallRate("CreateStream", ACCOUNT, 5),
                    new CallRate("DecreaseStreamRetentionPeriod", STREAM, 5),
                    new CallRate("DeleteResourcePolicy", ACCOUNT, 5),
                    new CallRate("DeleteStream", ACCOUNT, 5),
                    new CallRate("DeregisterStreamConsumer", STREAM, 5),
                    new CallRate("DescribeAccountSettings", ACCOUNT, 5),
                    new CallRate("DescribeLimits", ACCOUNT, 1),
                    new CallRate("DescribeStream", ACCOUNT, 10),
                    new CallRate("DescribeStreamConsumer", STREAM, 20),
                    new CallRate("DescribeStreamSummary", ACCOUNT, 20),
                    new CallRate("DisableEnhancedMonitoring", STREAM, 5),
                    new CallRate("EnableEnhancedMonitoring", STREAM, 5),
                    new CallRate("GetResourcePolicy", ACCOUNT, 5),
                    new CallRate("IncreaseStreamRetentionPeriod", STREAM, 5),
                    new CallRate("ListShards", STREAM, 1_000),
                    new CallRate("ListStreamConsumers", STREAM, 5),
                    new CallRate("ListStreams", ACCOUNT, 5),
                    new CallRate("ListTagsForResource", ACCOUNT, 5),
                    new CallRate("ListTagsForStream", ACCOUNT, 5),
                    new CallRate("MergeShards", ACCOUNT, 5),
                    new CallRate("PutResourcePolicy", ACCOUNT, 5),
                    new CallRate("RegisterStreamConsumer", ACCOUNT, 5),
                    new CallRate("RemoveTagsFromStream", ACCOUNT, 5),
                    new CallRate("SplitShard", ACCOUNT, 5),
                    new CallRate("TagResource", ACCOUNT, 5),
                    new CallRate("UntagResource", ACCOUNT, 5),
                    new CallRate("UpdateAccountSettings", ACCOUNT, 5),
                    new CallRate("UpdateMaxRecordSize", ACCOUNT, 5),
                    new CallRate("UpdateShardCount", ACCOUNT, 10),
                    new CallRate("UpdateStreamRecordDistributionStrategy", ACCOUNT, 5),
                    new CallRate("UpdateStreamWarmThroughput", ACCOUNT, 5));

    private final Map<String, CallRate> rates = new HashMap<>();

    private CallLimits() {}

    /// The rates of a profile, but for those that are given.
    ///
    /// @param own e.g. `DescribeStream=50, ListStreams=off, *=10`: calls a second or `off`, `*` for
    ///     all that are not named; may be empty
    /// @throws IllegalArgumentException saying what is not understood
    static CallLimits of(LimitsProfile profile, String own) {
        var limits = new CallLimits();
        for (CallRate rate : SERVICE)
            limits.rates.put(
                    rate.operation(),
                    profile == LimitsProfile.AWS ? rate : rate.at(Limits.UNLIMITED));
        Map<String, Long> given = parse(own);
        limits.rates.replaceAll(
                (operation, rate) -> {
                    Long perSecond = given.getOrDefault(operation, given.get(OTHERS));
                    return perSecond == null ? rate : rate.at(perSecond);
                });
        return limits;
    }

    private static Map<String, Long> parse(String own) {
        var given = new HashMap<String, Long>();
        if (own.isBlank()) return given;
        for (String part : own.split(",", -1)) {
            String[] sides = part.split("=", -1);
            if (sides.length != 2)
                throw new IllegalArgumentException(
                        "call-rates: expected Operation=NUMBER or Operation=off, not \""
                                + part.strip()
                                + "\"");
            String operation = sides[0].strip();
            if (!operation.equals(OTHERS)
                    && SERVICE.stream().noneMatch(rate -> rate.operation().equals(operation)))
                throw new IllegalArgumentException(
                        "call-rates: no operation with a rate is called \"" + operation + "\"");
            if (given.put(operation, perSecond(operation, sides[1].strip())) != null)
                throw new IllegalArgumentException("call-rates: " + operation + " is there twice");
        }
        return given;
    }

    private static long perSecond(String operation, String text) {
        if (text.equals(LIFTED)) return Limits.UNLIMITED;
        if (!text.matches("[1-9][0-9]{0,8}"))
            throw new IllegalArgumentException(
                    "call-rates: %s is a number of calls a second from 1, or off: \"%s\""
                            .formatted(operation, text));
        return Long.parseLong(text);
    }

    /// An operation's rate, or null if it has none, now or ever.
    @Nullable CallRate rate(String operation) {
        CallRate rate = rates.get(operation);
        return rate == null || rate.perSecond() == Limits.UNLIMITED ? null : rate;
    }
}
