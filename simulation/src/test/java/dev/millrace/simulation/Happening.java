package dev.millrace.simulation;

/// What has to happen in simulations now and then, for their histories to say something.
enum Happening {
    /// A record's shard was closed while it was on its way, so that it was routed again.
    ROUTED_AGAIN,
    /// Records were refused because too many were on their way, or too many a second.
    REFUSED,
    /// The log stopped while records were on their way.
    FAILED_ON_THE_WAY,
    /// The server started again.
    RESTARTED,
    /// A write became durable of which its client never heard.
    UNHEARD,
    /// A poller reached the end of a split shard.
    SPLIT_READ_TO_ITS_END,
    /// A poller reached the end of a merged shard.
    MERGE_READ_TO_ITS_END,
    /// A subscription reached the end of its shard.
    SUBSCRIPTION_AT_THE_END,
    /// A subscription took the place of another that still was there.
    SEAT_TAKEN_OVER,
    /// A subscription lasted for minutes.
    SUBSCRIBED_FOR_LONG,
    /// Reading or writing failed, or there was no space.
    DISK_FAILED,
    /// The wall clock was set forward by more than a day.
    CLOCK_SET_FORWARD,
    /// The wall clock was set back by more than a day.
    CLOCK_SET_BACK,
    /// Half a day went by at once.
    SLEPT_FOR_LONG,
    /// Records had expired before anybody read them.
    EXPIRED_UNREAD,
    /// A reader was told that its shard had expired.
    SHARD_EXPIRED,
    /// A stream was made again under the name of a deleted one.
    STREAM_MADE_AGAIN,
    /// The server gave a stream other shards by itself.
    SCALED_BY_THE_SERVER
}
