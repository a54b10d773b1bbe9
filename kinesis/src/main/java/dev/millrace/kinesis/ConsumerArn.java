package dev.millrace.kinesis;

import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

/// A consumer's name as an ARN, `…:stream/STREAM/consumer/NAME:SECOND`.
record ConsumerArn(StreamName stream, String name, long creationSecond) {
    static @Nullable ConsumerArn parse(String arn) {
        int at = arn.indexOf("/consumer/");
        int colon = arn.lastIndexOf(':');
        StreamName stream = at < 0 ? null : StreamArn.parse(arn.substring(0, at));
        if (stream == null || colon < at) return null;
        String name = arn.substring(at + "/consumer/".length(), colon);
        try {
            return new ConsumerArn(stream, name, Long.parseLong(arn.substring(colon + 1)));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
