package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.UpdateAccountSettingsInput;
import dev.millrace.model.kinesis.UpdateAccountSettingsOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.CommitmentChange;
import dev.millrace.stream.RegionalAccount;

import java.util.Objects;

final class UpdateAccountSettings
        implements Handler.Blocking<UpdateAccountSettingsInput, UpdateAccountSettingsOutput> {
    private static final String ENABLED = "ENABLED";

    private final Catalog catalog;
    private final Registrar registrar;
    private final Clock clock;

    UpdateAccountSettings(Catalog catalog, Registrar registrar, Clock clock) {
        this.catalog = catalog;
        this.registrar = registrar;
        this.clock = clock;
    }

    @Override
    public UpdateAccountSettingsOutput handle(Caller caller, UpdateAccountSettingsInput input)
            throws ApiException, InterruptedException {
        var account = new RegionalAccount(caller.account(), caller.region());
        var asked = Objects.requireNonNull(input.minimumThroughputBillingCommitment());
        registrar.change(
                nowMs ->
                        ENABLED.equals(asked.status())
                                ? CommitmentChange.enable(catalog, account, nowMs)
                                : CommitmentChange.disable(catalog, account, nowMs));
        return new UpdateAccountSettingsOutput(
                CommitmentShape.of(catalog.commitment(account), clock.wallMs()));
    }
}
