package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.cloudwatch.DimensionFilter;
import dev.millrace.model.cloudwatch.ListMetricsInput;
import dev.millrace.model.cloudwatch.ListMetricsOutput;
import dev.millrace.model.cloudwatch.Metric;
import dev.millrace.stream.Clock;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// Lists the metrics that have had points lately.
record ListMetrics(MetricStore store, Clock clock)
        implements Handler.Blocking<ListMetricsInput, ListMetricsOutput> {
    private static final int MOST = 500;
    private static final long LATELY_SECONDS = Duration.ofDays(14).toSeconds();
    private static final long RECENT_SECONDS = Duration.ofHours(3).toSeconds();

    @Override
    public ListMetricsOutput handle(Caller caller, ListMetricsInput input) throws ApiException {
        long now = Math.floorDiv(clock.wallMs(), 1_000);
        long since = now - (input.recentlyActive() == null ? LATELY_SECONDS : RECENT_SECONDS);
        List<MetricKey> found = store.metrics(since, key -> isWanted(caller, input, key));
        PageToken.Page<MetricKey> page = PageToken.page(found, input.nextToken(), MOST);
        return new ListMetricsOutput(
                page.items().stream().map(ListMetrics::shape).toList(), page.next(), null);
    }

    static Metric shape(MetricKey key) {
        return new Metric(key.namespace(), key.name(), Dimensions.shapes(key.dimensions()));
    }

    private static boolean isWanted(Caller caller, ListMetricsInput input, MetricKey key) {
        if (!key.account().equals(caller.account()) || !key.region().equals(caller.region()))
            return false;
        if (input.namespace() != null && !input.namespace().equals(key.namespace())) return false;
        if (input.metricName() != null && !input.metricName().equals(key.name())) return false;
        List<DimensionFilter> filters = input.dimensions();
        if (filters == null) return true;
        for (DimensionFilter filter : filters) {
            String value = key.dimensions().get(Objects.requireNonNull(filter.name()));
            if (value == null) return false;
            if (filter.value() != null && !filter.value().equals(value)) return false;
        }
        return true;
    }
}
