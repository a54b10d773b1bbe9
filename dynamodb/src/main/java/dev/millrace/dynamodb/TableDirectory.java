package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.stream.Clock;

import org.jspecify.annotations.Nullable;

/// Finds the table that a request means.
final class TableDirectory {
    private final Tables tables;
    private final Clock clock;

    TableDirectory(Tables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
    }

    long nowMs() {
        return clock.wallMs();
    }

    /// A table whose items can be used.
    ///
    /// @param nameOrArn as the model requires it
    Table usable(Caller caller, @Nullable String nameOrArn) throws ApiException {
        Table table = present(TableName.of(caller, requireNonNull(nameOrArn)));
        if (table == null) throw ApiErrors.tableNotFound();
        return switch (table.definition().status(nowMs())) {
            case ACTIVE, UPDATING -> table;
            case CREATING, DELETING -> throw ApiErrors.tableNotFound();
        };
    }

    /// A table in whatever state.
    Table table(Caller caller, @Nullable String nameOrArn) throws ApiException {
        TableName name = TableName.of(caller, requireNonNull(nameOrArn));
        Table table = present(name);
        if (table == null) throw ApiErrors.tableNotFound(name.name());
        return table;
    }

    /// A table that is not gone, or null.
    @Nullable Table present(TableName name) {
        Table table = tables.find(name);
        return table == null || isGone(table.definition()) ? null : table;
    }

    boolean isGone(TableDefinition definition) {
        return definition.deletedAtMs() > 0 && nowMs() >= definition.deletedAtMs();
    }
}
