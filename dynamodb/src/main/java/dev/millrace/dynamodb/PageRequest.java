package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a query or a scan wants of the items that it looks at.
///
/// @param fetches whether items are looked up in the table, as an index does not have all of them
record PageRequest(
        Condition filter,
        @Nullable Projection projection,
        boolean countsOnly,
        boolean fetches,
        boolean consistent,
        int limit) {
    private static final String INVALID = "One or more parameter values were invalid: ";

    /// @param select the parameter of this name
    /// @param projectionMember the parameter that `projection` came in, or null
    /// @param limit null for none
    static PageRequest of(
            TableDefinition table,
            @Nullable IndexDefinition index,
            Condition filter,
            @Nullable Projection projection,
            @Nullable String projectionMember,
            @Nullable String select,
            boolean consistent,
            @Nullable Integer limit)
            throws ApiException {
        boolean global = index != null && !index.local();
        if (global && consistent)
            throw ApiErrors.validation(
                    "Consistent reads are not supported on global secondary indexes");
        if (projection != null && select != null && !select.equals("SPECIFIC_ATTRIBUTES"))
            throw ApiErrors.validation(
                    "Cannot specify the "
                            + projectionMember
                            + " when choosing to get "
                            + (select.equals("COUNT") ? "only the Count" : select));
        if (projection == null && "SPECIFIC_ATTRIBUTES".equals(select))
            throw ApiErrors.validation(
                    "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
                            + " SPECIFIC_ATTRIBUTES");
        if (index == null && "ALL_PROJECTED_ATTRIBUTES".equals(select))
            throw ApiErrors.validation(
                    "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        boolean fetches = false;
        if (index != null && "ALL_ATTRIBUTES".equals(select)) {
            if (global && index.projection() != IndexDefinition.Projection.ALL)
                throw ApiErrors.validation(
                        INVALID
                                + "Select type ALL_ATTRIBUTES is not supported for global secondary"
                                + " index "
                                + index.name()
                                + " because its projection type is not ALL");
            fetches = index.projection() != IndexDefinition.Projection.ALL;
        }
        if (index != null && projection != null) {
            List<String> missing =
                    projection.attributes().stream()
                            .filter(name -> !index.projects(name, table.keys()))
                            .toList();
            if (global && !missing.isEmpty())
                throw ApiErrors.validation(
                        INVALID
                                + "Global secondary index "
                                + index.name()
                                + " does not project "
                                + missing);
            fetches = !missing.isEmpty();
        }
        return new PageRequest(
                filter,
                projection,
                "COUNT".equals(select),
                fetches,
                consistent,
                limit == null ? Integer.MAX_VALUE : limit);
    }

    /// The index of a request, or null if it is about the table.
    static @Nullable IndexDefinition index(TableDefinition table, @Nullable String name, long nowMs)
            throws ApiException {
        if (name == null) return null;
        IndexDefinition index = table.index(name);
        if (index == null)
            throw ApiErrors.validation("The table does not have the specified index: " + name);
        if (!index.isActive(nowMs))
            throw ApiErrors.validation(
                    "Cannot read from backfilling global secondary index: " + name);
        return index;
    }
}
