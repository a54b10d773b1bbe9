package dev.millrace.kinesis;

import dev.millrace.model.kinesis.ConsumerDescription;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.StreamName;

import java.time.Instant;

/// Consumers as the API shows them.
final class ConsumerShapes {
    private ConsumerShapes() {}

    static dev.millrace.model.kinesis.Consumer of(StreamName stream, Consumer consumer) {
        return new dev.millrace.model.kinesis.Consumer(
                consumer.name(),
                arn(stream, consumer),
                consumer.status().name(),
                Instant.ofEpochMilli(consumer.createdMs()));
    }

    static ConsumerDescription description(StreamName stream, Consumer consumer) {
        return new ConsumerDescription(
                consumer.name(),
                arn(stream, consumer),
                consumer.status().name(),
                Instant.ofEpochMilli(consumer.createdMs()),
                StreamArn.of(stream));
    }

    static String arn(StreamName stream, Consumer consumer) {
        return new ResourceArn.OfConsumer(stream, consumer.name(), consumer.createdSecond()).arn();
    }
}
