package dev.millrace.server;

import java.time.Duration;

/// What goes wrong on purpose with some requests. A rate is the part of these requests that it
/// happens to, 0 to 1.
///
/// @param operation such as `PutRecords`; empty for all
/// @param stream a stream's name; empty for all requests, those that name no stream included
/// @param throttle rate of requests, and of records of PutRecords, that are told to come later
/// @param internalFailure rate of requests that fail with a 500 and do nothing
/// @param drop rate of requests whose connection is closed, and that do nothing
/// @param loseAnswer rate of requests that are done, and whose connection is closed then
/// @param latency how long a request waits before anything of it is done
/// @param latencyRate rate of requests that wait
record FaultRule(
        String operation,
        String stream,
        double throttle,
        double internalFailure,
        double drop,
        double loseAnswer,
        Duration latency,
        double latencyRate) {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    FaultRule {
        requireRate("throttle", throttle);
        requireRate("internal-failure", internalFailure);
        requireRate("drop", drop);
        requireRate("lose-answer", loseAnswer);
        requireRate("latency-rate", latencyRate);
        if (latency.isNegative() || latency.compareTo(LONGEST) > 0)
            throw new IllegalArgumentException("latency: 0 to 10 minutes");
    }

    private static void requireRate(String key, double rate) {
        if (!(rate >= 0 && rate <= 1)) throw new IllegalArgumentException(key + ": 0 to 1");
    }

    static FaultRule read(SettingTable table) {
        return new FaultRule(
                table.value("operation", String.class, ""),
                table.value("stream", String.class, ""),
                table.value("throttle", double.class, 0.0),
                table.value("internal-failure", double.class, 0.0),
                table.value("drop", double.class, 0.0),
                table.value("lose-answer", double.class, 0.0),
                table.value("latency", Duration.class, Duration.ZERO),
                table.value("latency-rate", double.class, 1.0));
    }

    @Override
    public String toString() {
        var text = new StringBuilder(operation.isEmpty() ? "*" : operation);
        if (!stream.isEmpty()) text.append('@').append(stream);
        rate(text, "throttle", throttle);
        rate(text, "internal-failure", internalFailure);
        rate(text, "drop", drop);
        rate(text, "lose-answer", loseAnswer);
        if (!latency.isZero()) text.append(":latency=").append(Notation.print(false, latency));
        if (latencyRate != 1) text.append(":latency-rate=").append(latencyRate);
        return text.toString();
    }

    private static void rate(StringBuilder text, String key, double rate) {
        if (rate > 0) text.append(':').append(key).append('=').append(rate);
    }
}
