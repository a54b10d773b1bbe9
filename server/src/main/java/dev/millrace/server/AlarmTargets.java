package dev.millrace.server;

import dev.millrace.cloudwatch.AlarmTarget;
import dev.millrace.model.Caller;
import dev.millrace.model.Operation;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the configured targets of actions are at run time. Its client has threads only once there
/// is
/// a webhook.
final class AlarmTargets implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, AlarmTarget> byTopic = new HashMap<>();
    private final List<HttpClient> clients;

    /// @param operations of the Kinesis API, for streams
    AlarmTargets(ActionTargets configured, List<Operation<?, ?>> operations) {
        boolean hasWebhooks =
                configured.targets().stream().anyMatch(target -> !target.url().isEmpty());
        clients =
                hasWebhooks
                        ? List.of(HttpClient.newBuilder().connectTimeout(PATIENCE).build())
                        : List.of();
        for (ActionTarget target : configured.targets())
            byTopic.put(
                    target.topic(),
                    target.url().isEmpty()
                            ? stream(target, operations)
                            : new Webhook(URI.create(target.url()), clients.getFirst()));
    }

    private static AlarmTarget stream(ActionTarget target, List<Operation<?, ?>> operations) {
        var owner = new Caller(target.account(), target.region(), "millrace");
        return new StreamTarget(operations, owner, target.stream());
    }

    Map<String, AlarmTarget> byTopic() {
        return byTopic;
    }

    @Override
    public void close() {
        clients.forEach(HttpClient::shutdownNow);
    }
}
