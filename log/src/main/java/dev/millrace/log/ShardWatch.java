package dev.millrace.log;

import dev.millrace.stream.StorageEngine;

/// One listener's watch over one shard.
final class ShardWatch implements StorageEngine.Watch {
    private static final System.Logger LOG = System.getLogger(ShardWatch.class.getName());

    private final ShardLog shard;
    private final Runnable listener;

    ShardWatch(ShardLog shard, Runnable listener) {
        this.shard = shard;
        this.listener = listener;
    }

    /// What has changed is durable, whatever the listener does.
    void tell() {
        try {
            listener.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "the listener of a shard failed", e);
        }
    }

    @Override
    public void close() {
        shard.remove(this);
    }
}
