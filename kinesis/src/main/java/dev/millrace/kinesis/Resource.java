package dev.millrace.kinesis;

import dev.millrace.stream.Consumer;
import dev.millrace.stream.PolicyHolder;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.StreamName;

/// What an operation on resources is about, found by its ARN, in any state.
sealed interface Resource {
    /// Its ARN as we write it.
    String arn();

    PolicyHolder holder();

    /// What to say if it is gone by the time it is to be changed.
    Refusal gone();

    /// A stream.
    record OfStream(dev.millrace.stream.Stream stream) implements Resource {
        @Override
        public String arn() {
            return StreamArn.of(stream.name());
        }

        @Override
        public PolicyHolder holder() {
            return new PolicyHolder.OfStream(stream.number());
        }

        @Override
        public Refusal gone() {
            return new Refusal.StreamNotFound(stream.name());
        }
    }

    /// A consumer.
    ///
    /// @param stream its stream's name
    record OfConsumer(StreamName stream, Consumer consumer) implements Resource {
        @Override
        public String arn() {
            return ConsumerShapes.arn(stream, consumer);
        }

        @Override
        public PolicyHolder holder() {
            return new PolicyHolder.OfConsumer(consumer.number());
        }

        @Override
        public Refusal gone() {
            return new Refusal.ConsumerNotFound(consumer.name(), stream);
        }
    }
}
