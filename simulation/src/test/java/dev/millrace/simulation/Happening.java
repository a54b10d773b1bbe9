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
    SUBSCRIBED_FOR_LONG
}
