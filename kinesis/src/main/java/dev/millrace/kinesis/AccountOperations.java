package dev.millrace.kinesis;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.DescribeAccountSettingsInput;
import dev.millrace.model.kinesis.DescribeAccountSettingsOutput;
import dev.millrace.model.kinesis.DescribeLimitsInput;
import dev.millrace.model.kinesis.DescribeLimitsOutput;
import dev.millrace.model.kinesis.MinimumThroughputBillingCommitmentOutput;
import dev.millrace.model.kinesis.UpdateAccountSettingsInput;
import dev.millrace.model.kinesis.UpdateAccountSettingsOutput;
import dev.millrace.stream.BillingCommitment;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Census;
import dev.millrace.stream.Clock;
import dev.millrace.stream.CommitmentChange;
import dev.millrace.stream.Limits;
import dev.millrace.stream.RegionalAccount;

import java.time.Instant;

/// What an account may have in a region, has, and has promised to pay for.
record AccountOperations(Catalog catalog, Registrar registrar, Limits limits, Clock clock) {
    private static final String ENABLED = "ENABLED";

    DescribeLimitsOutput describeLimits(Caller caller, DescribeLimitsInput input) {
        Census.Count has = catalog.census().of(account(caller));
        return DescribeLimitsOutput.builder()
                .shardLimit(shown(limits.shardsPerAccount()))
                .openShardCount(shown(has.openShards()))
                .onDemandStreamCount(shown(has.onDemand()))
                .onDemandStreamCountLimit(shown(limits.onDemandStreams()))
                .build();
    }

    DescribeAccountSettingsOutput settings(Caller caller, DescribeAccountSettingsInput input) {
        return new DescribeAccountSettingsOutput(commitment(account(caller)));
    }

    UpdateAccountSettingsOutput update(Caller caller, UpdateAccountSettingsInput input)
            throws ApiException, InterruptedException {
        RegionalAccount account = account(caller);
        var asked = requireNonNull(input.minimumThroughputBillingCommitment());
        registrar.change(
                nowMs ->
                        ENABLED.equals(asked.status())
                                ? CommitmentChange.enable(catalog, account, nowMs)
                                : CommitmentChange.disable(catalog, account, nowMs));
        return new UpdateAccountSettingsOutput(commitment(account));
    }

    private static RegionalAccount account(Caller caller) {
        return new RegionalAccount(caller.account(), caller.region());
    }

    /// No limit is shown as the largest number.
    private static int shown(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    private MinimumThroughputBillingCommitmentOutput commitment(RegionalAccount account) {
        BillingCommitment commitment = catalog.commitment(account);
        BillingCommitment.Status status = commitment.status(clock.wallMs());
        var shape = MinimumThroughputBillingCommitmentOutput.builder().status(status.name());
        if (commitment.wasMade()) {
            shape.startedAt(Instant.ofEpochMilli(commitment.startedMs()));
            if (status == BillingCommitment.Status.DISABLED)
                shape.endedAt(Instant.ofEpochMilli(commitment.endMs()));
            else shape.earliestAllowedEndAt(Instant.ofEpochMilli(commitment.earliestEndMs()));
        }
        return shape.build();
    }
}
