package dev.millrace.cloudwatch;

/// Where what is published to an SNS topic goes.
@FunctionalInterface
public interface AlarmTarget {
    /// A message on its way.
    ///
    /// @param topicArn the topic
    /// @param messageId as the notification bears it
    /// @param notification the whole notification, in SNS's JSON
    record Notification(String topicArn, String messageId, String notification) {}

    /// Delivers once; may block.
    ///
    /// @throws DeliveryException if it did not arrive; it is worth another try
    void deliver(Notification notification) throws DeliveryException, InterruptedException;

    /// What prevented a delivery, in words.
    final class DeliveryException extends Exception {
        public DeliveryException(String message) {
            super(message);
        }
    }
}
