package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.stream.StreamKey;

/// Ends a stream with all it holds.
final class DeleteStream {
    private final Streams streams;

    DeleteStream(Streams streams) {
        this.streams = streams;
    }

    Nothing handle(Caller caller, DeleteStreamInput input)
            throws ApiException, InterruptedException {
        StreamKey key =
                streams.key(caller, input.streamName(), input.streamARN(), input.streamId());
        streams.change((decisions, nowMs) -> decisions.delete(key, nowMs));
        return Nothing.NOTHING;
    }
}
