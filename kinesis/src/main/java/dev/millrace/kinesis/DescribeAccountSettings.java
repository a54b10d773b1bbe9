package dev.millrace.kinesis;

import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.DescribeAccountSettingsInput;
import dev.millrace.model.kinesis.DescribeAccountSettingsOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.RegionalAccount;

final class DescribeAccountSettings
        implements Handler.Blocking<DescribeAccountSettingsInput, DescribeAccountSettingsOutput> {
    private final Catalog catalog;
    private final Clock clock;

    DescribeAccountSettings(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public DescribeAccountSettingsOutput handle(Caller caller, DescribeAccountSettingsInput input) {
        var account = new RegionalAccount(caller.account(), caller.region());
        return new DescribeAccountSettingsOutput(
                CommitmentShape.of(catalog.commitment(account), clock.wallMs()));
    }
}
