package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.dynamodb.ContinuousBackupsDescription;
import dev.millrace.model.dynamodb.DescribeContinuousBackupsInput;
import dev.millrace.model.dynamodb.DescribeContinuousBackupsOutput;
import dev.millrace.model.dynamodb.DescribeEndpointsRequest;
import dev.millrace.model.dynamodb.DescribeEndpointsResponse;
import dev.millrace.model.dynamodb.DescribeLimitsInput;
import dev.millrace.model.dynamodb.DescribeLimitsOutput;
import dev.millrace.model.dynamodb.DescribeTimeToLiveInput;
import dev.millrace.model.dynamodb.DescribeTimeToLiveOutput;
import dev.millrace.model.dynamodb.ListTagsOfResourceInput;
import dev.millrace.model.dynamodb.ListTagsOfResourceOutput;
import dev.millrace.model.dynamodb.PointInTimeRecoveryDescription;
import dev.millrace.model.dynamodb.TagResourceInput;
import dev.millrace.model.dynamodb.TimeToLiveDescription;
import dev.millrace.model.dynamodb.UntagResourceInput;
import dev.millrace.model.dynamodb.UpdateContinuousBackupsInput;
import dev.millrace.model.dynamodb.UpdateContinuousBackupsOutput;
import dev.millrace.model.dynamodb.UpdateTimeToLiveInput;
import dev.millrace.model.dynamodb.UpdateTimeToLiveOutput;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What else can be set on a table: expiry, tags, backups; and what holds for the account.
final class SettingOperations {
    private static final int DEFAULT_BACKUP_DAYS = 35;
    private static final long ACCOUNT_UNITS = 80_000;
    private static final long TABLE_UNITS = 40_000;

    private final TableDirectory directory;
    private final TableControl control;

    SettingOperations(TableDirectory directory, TableControl control) {
        this.directory = directory;
        this.control = control;
    }

    // ---- expiry

    UpdateTimeToLiveOutput updateExpiry(Caller caller, UpdateTimeToLiveInput input)
            throws ApiException, InterruptedException {
        var wanted = requireNonNull(input.timeToLiveSpecification());
        String attribute = requireNonNull(wanted.attributeName());
        boolean enabled = requireNonNull(wanted.enabled());
        control.change(
                nowMs -> {
                    TableDefinition table = active(caller, input.tableName(), nowMs);
                    String current = table.settings().expiryAttribute();
                    if (enabled && current != null)
                        throw ApiErrors.validation("TimeToLive is already enabled");
                    if (!enabled && current == null)
                        throw ApiErrors.validation("TimeToLive is already disabled");
                    if (!enabled && !attribute.equals(current))
                        throw ApiErrors.validation(
                                "TimeToLive is active on a different AttributeName: current"
                                        + " AttributeName is "
                                        + current);
                    return with(table, enabled ? attribute : null, table.settings().backupDays());
                });
        return new UpdateTimeToLiveOutput(wanted);
    }

    private TableDefinition active(Caller caller, @Nullable String name, long nowMs)
            throws ApiException {
        TableDefinition table = directory.table(caller, name).definition();
        if (table.status(nowMs) != TableDefinition.Status.ACTIVE)
            throw TableOperations.inUse(table, nowMs);
        return table;
    }

    private static TableCommand with(
            TableDefinition table, @Nullable String expiryAttribute, int backupDays) {
        TableDefinition.Settings old = table.settings();
        return new TableCommand.Define(
                table.with(
                        new TableDefinition.Settings(
                                old.onDemand(),
                                old.onDemandSinceMs(),
                                old.throughput(),
                                old.infrequentAccess(),
                                old.deletionProtection(),
                                expiryAttribute,
                                backupDays)));
    }

    DescribeTimeToLiveOutput describeExpiry(Caller caller, DescribeTimeToLiveInput input)
            throws ApiException {
        String attribute =
                directory
                        .table(caller, input.tableName())
                        .definition()
                        .settings()
                        .expiryAttribute();
        return new DescribeTimeToLiveOutput(
                new TimeToLiveDescription(attribute == null ? "DISABLED" : "ENABLED", attribute));
    }

    // ---- backups

    UpdateContinuousBackupsOutput updateBackups(Caller caller, UpdateContinuousBackupsInput input)
            throws ApiException, InterruptedException {
        var wanted = requireNonNull(input.pointInTimeRecoverySpecification());
        boolean enabled = requireNonNull(wanted.pointInTimeRecoveryEnabled());
        Integer days = wanted.recoveryPeriodInDays();
        control.change(
                nowMs -> {
                    TableDefinition table = active(caller, input.tableName(), nowMs);
                    int period = days == null ? DEFAULT_BACKUP_DAYS : days;
                    return with(table, table.settings().expiryAttribute(), enabled ? period : 0);
                });
        return new UpdateContinuousBackupsOutput(backups(caller, input.tableName()));
    }

    DescribeContinuousBackupsOutput describeBackups(
            Caller caller, DescribeContinuousBackupsInput input) throws ApiException {
        return new DescribeContinuousBackupsOutput(backups(caller, input.tableName()));
    }

    /// No time is named to which a table could be restored, since there is none.
    private ContinuousBackupsDescription backups(Caller caller, @Nullable String name)
            throws ApiException {
        TableDefinition table;
        try {
            table = directory.table(caller, name).definition();
        } catch (ApiException missing) {
            if (!missing.type().equals("ResourceNotFoundException")) throw missing;
            throw new ApiException("TableNotFoundException", 400, "Table not found: " + name);
        }
        int days = table.settings().backupDays();
        return new ContinuousBackupsDescription(
                "ENABLED",
                PointInTimeRecoveryDescription.builder()
                        .pointInTimeRecoveryStatus(days > 0 ? "ENABLED" : "DISABLED")
                        .recoveryPeriodInDays(days > 0 ? days : null)
                        .build());
    }

    // ---- tags

    Nothing tag(Caller caller, TagResourceInput input) throws ApiException, InterruptedException {
        Map<String, String> more = TableRequest.tags(input.tags());
        retag(
                caller,
                input.resourceArn(),
                tags -> {
                    tags.putAll(more);
                    return tags;
                });
        return Nothing.NOTHING;
    }

    Nothing untag(Caller caller, UntagResourceInput input)
            throws ApiException, InterruptedException {
        List<String> keys = requireNonNull(input.tagKeys());
        retag(
                caller,
                input.resourceArn(),
                tags -> {
                    keys.forEach(tags::remove);
                    return tags;
                });
        return Nothing.NOTHING;
    }

    private void retag(
            Caller caller, @Nullable String arn, UnaryOperator<Map<String, String>> change)
            throws ApiException, InterruptedException {
        control.change(
                nowMs -> {
                    TableDefinition table = ofArn(caller, arn).definition();
                    if (table.status(nowMs) != TableDefinition.Status.ACTIVE)
                        throw TableOperations.inUse(table, nowMs);
                    Map<String, String> tags = change.apply(new LinkedHashMap<>(table.tags()));
                    TableRequest.checkTags(tags);
                    return new TableCommand.Define(table.withTags(tags));
                });
    }

    private Table ofArn(Caller caller, @Nullable String arn) throws ApiException {
        Table table = directory.present(TableName.of(caller, requireNonNull(arn)));
        if (table == null)
            throw ApiErrors.notFound(
                    "Requested resource not found: ResourcArn: " + arn + " not found");
        return table;
    }

    ListTagsOfResourceOutput tags(Caller caller, ListTagsOfResourceInput input)
            throws ApiException {
        return ListTagsOfResourceOutput.builder()
                .tags(TableShapes.tags(ofArn(caller, input.resourceArn()).definition().tags()))
                .build();
    }

    // ---- the account

    /// The service's own quotas; none of them is enforced here.
    DescribeLimitsOutput limits(Caller caller, DescribeLimitsInput input) {
        return new DescribeLimitsOutput(ACCOUNT_UNITS, ACCOUNT_UNITS, TABLE_UNITS, TABLE_UNITS);
    }

    /// There are no endpoints beside the one that was asked.
    DescribeEndpointsResponse endpoints(Caller caller, DescribeEndpointsRequest input) {
        return new DescribeEndpointsResponse(List.of());
    }
}
