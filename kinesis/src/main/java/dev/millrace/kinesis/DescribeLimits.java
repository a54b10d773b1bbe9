package dev.millrace.kinesis;

import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.DescribeLimitsInput;
import dev.millrace.model.kinesis.DescribeLimitsOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Limits;
import dev.millrace.stream.RegionalAccount;
import dev.millrace.stream.ShardQuota;
import dev.millrace.stream.StreamQuota;

final class DescribeLimits implements Handler.Blocking<DescribeLimitsInput, DescribeLimitsOutput> {
    private final Catalog catalog;
    private final Limits limits;

    DescribeLimits(Catalog catalog, Limits limits) {
        this.catalog = catalog;
        this.limits = limits;
    }

    @Override
    public DescribeLimitsOutput handle(Caller caller, DescribeLimitsInput input) {
        var account = new RegionalAccount(caller.account(), caller.region());
        return DescribeLimitsOutput.builder()
                .shardLimit(shown(limits.shardsPerAccount()))
                .openShardCount(shown(ShardQuota.openShards(catalog, account)))
                .onDemandStreamCount(shown(StreamQuota.onDemand(catalog, account)))
                .onDemandStreamCountLimit(shown(limits.onDemandStreams()))
                .build();
    }

    /// No limit is shown as the largest number.
    private static int shown(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }
}
