package dev.millrace.cli;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// A stream that is there while a command runs, also if that is interrupted.
final class OwnStream implements AutoCloseable {
    private final KinesisClient client;
    private final String name;
    private final Thread atExit;

    private OwnStream(KinesisClient client, String name) {
        this.client = client;
        this.name = name;
        atExit = new Thread(this::delete, "delete " + name);
    }

    /// Creates it and waits until it is active.
    static OwnStream create(KinesisClient client, String name, int shards) {
        client.createStream(request -> request.streamName(name).shardCount(shards));
        var stream = new OwnStream(client, name);
        Runtime.getRuntime().addShutdownHook(stream.atExit);
        try (var waiter = client.waiter()) {
            waiter.waitUntilStreamExists(request -> request.streamName(name));
        } catch (SdkException e) {
            stream.close();
            throw e;
        }
        return stream;
    }

    String name() {
        return name;
    }

    private void delete() {
        client.deleteStream(request -> request.streamName(name));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the process ends, and the hook does it
        }
        delete();
    }
}
