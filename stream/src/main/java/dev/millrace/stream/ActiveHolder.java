package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// What changes of policies and tags have in common: whom they are of must be there and active.
final class ActiveHolder {
    private ActiveHolder() {}

    /// Why a holder may not be changed, or null if it may.
    ///
    /// @param gone why not, if it is there no more
    static @Nullable Refusal refusal(Catalog catalog, PolicyHolder holder, Refusal gone) {
        return switch (holder) {
            case PolicyHolder.OfStream(int number) -> {
                Stream stream = catalog.find(number);
                if (stream == null) yield gone;
                yield stream.status() == StreamStatus.ACTIVE
                        ? null
                        : new Refusal.StreamNotActive(stream.name(), stream.status());
            }
            case PolicyHolder.OfConsumer(int number) -> {
                Consumer consumer = catalog.consumers().find(number);
                if (consumer == null) yield gone;
                yield consumer.status() == ConsumerStatus.ACTIVE
                        ? null
                        : new Refusal.ConsumerNotActive(
                                consumer.name(),
                                consumer.createdSecond(),
                                catalog.require(consumer.stream()).name());
            }
        };
    }
}
