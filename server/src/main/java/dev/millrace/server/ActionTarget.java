package dev.millrace.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/// Where one topic leads: to a webhook or to a stream.
///
/// @param topic the ARN that actions name
/// @param url of the webhook; empty for a stream
/// @param stream its name, in the topic's region and account; empty for a webhook
record ActionTarget(String topic, String url, String stream) {
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:[A-Za-z0-9-]{1,32}:\\d{12}:[A-Za-z0-9_.-]{1,256}");
    private static final Pattern STREAM = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final String STREAM_PREFIX = "stream:";

    ActionTarget {
        if (!TOPIC.matcher(topic).matches())
            throw new IllegalArgumentException(
                    "topic: expected an ARN such as arn:aws:sns:us-east-1:000000000000:ops: "
                            + topic);
        if (url.isEmpty() == stream.isEmpty())
            throw new IllegalArgumentException("url: either this or stream");
        if (!stream.isEmpty() && !STREAM.matcher(stream).matches())
            throw new IllegalArgumentException(
                    "stream: 1 to 128 letters, digits, '_', '.' and '-': " + stream);
        if (!url.isEmpty()) requireWebAddress(url);
    }

    private static void requireWebAddress(String url) {
        try {
            URI address = new URI(url);
            String scheme = address.getScheme();
            boolean isWeb = "http".equals(scheme) || "https".equals(scheme);
            if (!isWeb || address.getHost() == null)
                throw new IllegalArgumentException("url: expected http:// or https://: " + url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url: no address: " + url, e);
        }
    }

    static ActionTarget read(SettingTable table) {
        return new ActionTarget(
                table.value("topic", String.class, ""),
                table.value("url", String.class, ""),
                table.value("stream", String.class, ""));
    }

    /// Reads `topic=url` or `topic=stream:name`.
    static ActionTarget parse(String entry) {
        int equals = entry.indexOf('=');
        if (equals < 0)
            throw new IllegalArgumentException(entry + ": expected topic=url or topic=stream:name");
        String topic = entry.substring(0, equals);
        String where = entry.substring(equals + 1);
        return where.startsWith(STREAM_PREFIX)
                ? new ActionTarget(topic, "", where.substring(STREAM_PREFIX.length()))
                : new ActionTarget(topic, where, "");
    }

    /// The region in the topic's ARN.
    String region() {
        return topic.split(":", 6)[3];
    }

    /// The account in the topic's ARN.
    String account() {
        return topic.split(":", 6)[4];
    }

    @Override
    public String toString() {
        return topic + "=" + (url.isEmpty() ? STREAM_PREFIX + stream : url);
    }
}
