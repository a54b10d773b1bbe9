package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Operation;
import dev.millrace.model.Shape;
import dev.millrace.stream.CallLoad;
import dev.millrace.stream.CallRate;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

/// Refuses calls of operations beyond their rates, before anything is looked up, so that asking for
/// what does not exist counts as well.
final class CallThrottle {
    /// Rates in use that are remembered; a few hundred bytes each.
    private static final int MOST_REMEMBERED = 10_000;

    private static final String STREAM = ":stream/";

    private final CallLimits limits;
    private final Clock clock;
    private final CallLoad load;

    CallThrottle(CallLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        load = new CallLoad(MOST_REMEMBERED, clock.nanos());
    }

    /// The same operation at its rate.
    <I extends Shape, O extends Shape> Operation<I, O> around(Operation<I, O> operation) {
        CallRate rate = limits.rate(operation.type().name());
        if (rate == null || !(operation.handler() instanceof Handler.Blocking<I, O> handler))
            return operation;
        Handler.Blocking<I, O> throttled =
                (caller, input) -> {
                    charge(rate, caller, input);
                    return handler.handle(caller, input);
                };
        return Operation.blocking(operation.type(), throttled, operation.mostAnswerBytes());
    }

    private void charge(CallRate rate, Caller caller, Shape input) throws ApiException {
        var stream = new StreamName(caller.account(), caller.region(), streamOf(input));
        if (!load.tryCall(rate, stream, clock.nanos()))
            throw ApiErrors.of(new Refusal.CallThrottled(stream));
    }

    /// The name of the stream that a request speaks of, or its id, which tells streams apart as
    /// well, or nothing.
    private static String streamOf(Shape input) {
        String name = input.text("StreamName");
        if (name == null) name = nameIn(input.text("StreamARN"));
        if (name == null) name = nameIn(input.text("ConsumerARN"));
        if (name == null) name = nameIn(input.text("ResourceARN"));
        if (name == null) name = input.text("StreamId");
        return name == null ? "" : name;
    }

    private static @Nullable String nameIn(@Nullable String arn) {
        int at = arn == null ? -1 : arn.indexOf(STREAM);
        if (arn == null || at < 0) return null;
        int from = at + STREAM.length();
        int slash = arn.indexOf('/', from);
        return arn.substring(from, slash < 0 ? arn.length() : slash);
    }
}
