package dev.millrace.server;

import dev.millrace.cloudwatch.AlarmTarget;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// A web address that is told of alarms by POST, with the headers that SNS sends.
record Webhook(URI address, HttpClient client) implements AlarmTarget {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public void deliver(Notification notification) throws DeliveryException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(PATIENCE)
                        .header("Content-Type", "text/plain; charset=UTF-8")
                        .header("x-amz-sns-message-type", "Notification")
                        .header("x-amz-sns-message-id", notification.messageId())
                        .header("x-amz-sns-topic-arn", notification.topicArn())
                        .POST(HttpRequest.BodyPublishers.ofString(notification.notification()))
                        .build();
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status < 200 || status > 299)
                throw new DeliveryException("%s answered %d".formatted(shown(), status));
        } catch (IOException e) {
            throw new DeliveryException("%s: %s".formatted(shown(), e));
        }
    }

    /// Without path and query, which may hold a secret.
    private String shown() {
        return address.getScheme() + "://" + address.getHost();
    }
}
