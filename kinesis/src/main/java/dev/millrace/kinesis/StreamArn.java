package dev.millrace.kinesis;

import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

/// A stream's name as an ARN, `arn:aws:kinesis:REGION:ACCOUNT:stream/NAME`.
final class StreamArn {
    private static final String RESOURCE = "stream/";

    private StreamArn() {}

    static String of(StreamName stream) {
        return "arn:"
                + partition(stream.region())
                + ":kinesis:"
                + stream.region()
                + ":"
                + stream.account()
                + ":"
                + RESOURCE
                + stream.name();
    }

    private static String partition(String region) {
        if (region.startsWith("cn-")) return "aws-cn";
        if (region.startsWith("us-gov-")) return "aws-us-gov";
        return "aws";
    }

    /// The stream that an ARN names, or null if it names none.
    static @Nullable StreamName parse(String arn) {
        String[] parts = arn.split(":", 6);
        boolean ours =
                parts.length == 6
                        && parts[0].equals("arn")
                        && parts[2].equals("kinesis")
                        && parts[5].startsWith(RESOURCE);
        if (!ours) return null;
        return new StreamName(parts[4], parts[3], parts[5].substring(RESOURCE.length()));
    }
}
