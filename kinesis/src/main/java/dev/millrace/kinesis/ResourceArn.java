package dev.millrace.kinesis;

import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an ARN names: a stream or one of its consumers.
sealed interface ResourceArn {
    /// `arn:aws:kinesis:REGION:ACCOUNT:stream/NAME/consumer/CONSUMER:SECOND`, of which this is what
    /// follows `stream/`.
    Pattern CONSUMER = Pattern.compile("([^/]+)/consumer/([^/:]+):(\\d{1,18})");

    record OfStream(StreamName stream) implements ResourceArn {}

    /// A consumer of a stream.
    ///
    /// @param createdSecond when it was registered, in seconds since the epoch
    record OfConsumer(StreamName stream, String consumer, long createdSecond)
            implements ResourceArn {
        String arn() {
            return StreamArn.of(stream) + "/consumer/" + consumer + ":" + createdSecond;
        }
    }

    /// What the ARN names, which need not exist; null if it cannot name anything.
    static @Nullable ResourceArn parse(String arn) {
        StreamName name = StreamArn.parse(arn);
        if (name == null) return null;
        Matcher consumer = CONSUMER.matcher(name.name());
        if (consumer.matches())
            return new OfConsumer(
                    new StreamName(name.account(), name.region(), consumer.group(1)),
                    consumer.group(2),
                    Long.parseLong(consumer.group(3)));
        return name.name().indexOf('/') < 0 ? new OfStream(name) : null;
    }
}
