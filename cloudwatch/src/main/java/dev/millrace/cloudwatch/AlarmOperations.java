package dev.millrace.cloudwatch;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.JsonReader;
import dev.millrace.model.MalformedException;
import dev.millrace.model.Nothing;
import dev.millrace.model.cloudwatch.DeleteAlarmsInput;
import dev.millrace.model.cloudwatch.DescribeAlarmHistoryInput;
import dev.millrace.model.cloudwatch.DescribeAlarmHistoryOutput;
import dev.millrace.model.cloudwatch.DescribeAlarmsForMetricInput;
import dev.millrace.model.cloudwatch.DescribeAlarmsForMetricOutput;
import dev.millrace.model.cloudwatch.DescribeAlarmsInput;
import dev.millrace.model.cloudwatch.DescribeAlarmsOutput;
import dev.millrace.model.cloudwatch.DisableAlarmActionsInput;
import dev.millrace.model.cloudwatch.EnableAlarmActionsInput;
import dev.millrace.model.cloudwatch.PutMetricAlarmInput;
import dev.millrace.model.cloudwatch.SetAlarmStateInput;
import dev.millrace.model.cloudwatch.Tag;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// The operations on alarms.
///
/// @param most alarms there may be, over all accounts
record AlarmOperations(AlarmKeeper keeper, int most) {
    private static final String CREATED = "Unchecked: Initial alarm creation";
    private static final String METRIC_ALARM = "MetricAlarm";
    private static final int PAGE = 50;
    private static final int HISTORY_PAGE = 100;

    private static AlarmKey key(Caller caller, @Nullable String name) {
        return new AlarmKey(caller.account(), caller.region(), requireNonNull(name));
    }

    private AlarmStore store() {
        return keeper.store();
    }

    Nothing put(Caller caller, PutMetricAlarmInput input)
            throws ApiException, InterruptedException {
        AlarmDefinition.check(caller.account(), caller.region(), input);
        Map<String, String> tags = tags(input.tags());
        AlarmKey key = key(caller, input.alarmName());
        var full = new boolean[1];
        keeper.change(
                nowMs -> {
                    Alarm before = store().find(key);
                    full[0] = before == null && store().count() >= most;
                    if (full[0]) return null;
                    Alarm alarm =
                            before == null
                                    ? created(key, input, tags, nowMs)
                                    : new Alarm(
                                            key,
                                            input,
                                            before.tags(),
                                            nowMs,
                                            before.state(),
                                            before.reason(),
                                            before.reasonData(),
                                            before.updatedMs(),
                                            before.transitionedMs());
                    return new AlarmChange(
                            nowMs,
                            // Without its tags, which stand beside it.
                            List.of(alarm.withActionsEnabled(alarm.actionsEnabled())),
                            List.of(),
                            List.of(
                                    HistoryText.configured(
                                            key, before == null ? "created" : "updated", nowMs)));
                });
        if (full[0])
            throw CloudWatchErrors.limitExceeded(
                    "There are %d alarms already, as many as alarms.count allows.".formatted(most));
        return Nothing.NOTHING;
    }

    private static Alarm created(
            AlarmKey key, PutMetricAlarmInput input, Map<String, String> tags, long nowMs) {
        return new Alarm(
                key, input, tags, nowMs, AlarmState.INSUFFICIENT_DATA, CREATED, "", nowMs, nowMs);
    }

    private static Map<String, String> tags(@Nullable List<Tag> tags) {
        var read = new TreeMap<String, String>();
        if (tags != null)
            for (Tag tag : tags) read.put(requireNonNull(tag.key()), requireNonNull(tag.value()));
        return read;
    }

    DescribeAlarmsOutput describe(Caller caller, DescribeAlarmsInput input) throws ApiException {
        List<String> types = input.alarmTypes();
        boolean hidden =
                (types != null && !types.isEmpty() && !types.contains(METRIC_ALARM))
                        || input.childrenOfAlarmName() != null
                        || input.parentsOfAlarmName() != null;
        List<Alarm> found = hidden ? List.of() : store().list(it -> isWanted(caller, input, it));
        int page = input.maxRecords() == null ? PAGE : input.maxRecords();
        // Who names alarms gets all of them: there are a hundred names at most.
        if (input.alarmNames() != null && input.maxRecords() == null) page = 100;
        PageToken.Page<Alarm> shown = PageToken.page(found, input.nextToken(), page);
        return DescribeAlarmsOutput.builder()
                .metricAlarms(shown.items().stream().map(AlarmShapes::of).toList())
                .compositeAlarms(List.of())
                .nextToken(shown.next())
                .build();
    }

    private static boolean isWanted(Caller caller, DescribeAlarmsInput input, Alarm alarm) {
        if (!isOf(caller, alarm.key())) return false;
        String name = alarm.key().name();
        List<String> names = input.alarmNames();
        if (names != null && !names.isEmpty() && !names.contains(name)) return false;
        String prefix = input.alarmNamePrefix();
        if (prefix != null && !name.startsWith(prefix)) return false;
        String state = input.stateValue();
        if (state != null && !state.equals(alarm.state().name())) return false;
        String action = input.actionPrefix();
        if (action == null) return true;
        for (AlarmState each : AlarmState.values())
            for (String its : alarm.actions(each)) if (its.startsWith(action)) return true;
        return false;
    }

    private static boolean isOf(Caller caller, AlarmKey key) {
        return key.account().equals(caller.account()) && key.region().equals(caller.region());
    }

    DescribeAlarmsForMetricOutput describeForMetric(
            Caller caller, DescribeAlarmsForMetricInput input) throws ApiException {
        Map<String, String> dimensions = Dimensions.read(input.dimensions(), "Dimensions");
        List<Alarm> found = new ArrayList<>();
        for (Alarm alarm : store().list(it -> isOf(caller, it.key()))) {
            PutMetricAlarmInput its = alarm.definition();
            if (Objects.equals(its.metricName(), input.metricName())
                    && Objects.equals(its.namespace(), input.namespace())
                    && Dimensions.read(its.dimensions(), "Dimensions").equals(dimensions)
                    && isSame(input.statistic(), its.statistic())
                    && isSame(input.extendedStatistic(), its.extendedStatistic())
                    && isSame(input.period(), its.period())
                    && isSame(input.unit(), its.unit())) found.add(alarm);
        }
        return new DescribeAlarmsForMetricOutput(found.stream().map(AlarmShapes::of).toList());
    }

    private static boolean isSame(@Nullable Object asked, @Nullable Object has) {
        return asked == null || asked.equals(has);
    }

    DescribeAlarmHistoryOutput history(Caller caller, DescribeAlarmHistoryInput input)
            throws ApiException {
        List<HistoryItem> found = store().history(item -> isWanted(caller, input, item));
        if ("TimestampAscending".equals(input.scanBy())) found = found.reversed();
        int page = input.maxRecords() == null ? HISTORY_PAGE : input.maxRecords();
        PageToken.Page<HistoryItem> shown = PageToken.page(found, input.nextToken(), page);
        return new DescribeAlarmHistoryOutput(
                shown.items().stream().map(AlarmShapes::of).toList(), shown.next());
    }

    private static boolean isWanted(
            Caller caller, DescribeAlarmHistoryInput input, HistoryItem item) {
        if (!isOf(caller, item.alarm())) return false;
        String name = input.alarmName();
        if (name != null && !name.equals(item.alarm().name())) return false;
        String type = input.historyItemType();
        if (type != null && !type.equals(item.type().name())) return false;
        List<String> types = input.alarmTypes();
        if (types != null && !types.isEmpty() && !types.contains(METRIC_ALARM)) return false;
        Instant at = Instant.ofEpochMilli(item.atMs());
        return (input.startDate() == null || !at.isBefore(input.startDate()))
                && (input.endDate() == null || !at.isAfter(input.endDate()));
    }

    Nothing setState(Caller caller, SetAlarmStateInput input)
            throws ApiException, InterruptedException {
        AlarmKey key = key(caller, input.alarmName());
        String data = input.stateReasonData() == null ? "" : input.stateReasonData();
        if (!data.isEmpty()) requireJson(data);
        if (store().find(key) == null) throw CloudWatchErrors.notFound("Alarm does not exist.");
        var verdict =
                new Verdict(
                        AlarmState.valueOf(requireNonNull(input.stateValue())),
                        requireNonNull(input.stateReason()),
                        data);
        keeper.settle(key, (_, _) -> verdict);
        return Nothing.NOTHING;
    }

    private static void requireJson(String text) throws ApiException {
        Blob bytes = Blob.of(text.getBytes(StandardCharsets.UTF_8));
        try {
            var reader = new JsonReader(bytes.array(), bytes.offset(), bytes.length());
            reader.skipValue();
            reader.end();
        } catch (MalformedException e) {
            throw CloudWatchErrors.invalidFormat("StateReasonData is not valid JSON.");
        }
    }

    Nothing enableActions(Caller caller, EnableAlarmActionsInput input)
            throws ApiException, InterruptedException {
        return switchActions(caller, requireNonNull(input.alarmNames()), true);
    }

    Nothing disableActions(Caller caller, DisableAlarmActionsInput input)
            throws ApiException, InterruptedException {
        return switchActions(caller, requireNonNull(input.alarmNames()), false);
    }

    private Nothing switchActions(Caller caller, List<String> names, boolean enabled)
            throws ApiException, InterruptedException {
        keeper.change(
                nowMs -> {
                    var changed = new ArrayList<Alarm>();
                    var happened = new ArrayList<HistoryItem>();
                    for (String name : Set.copyOf(names)) {
                        Alarm alarm = store().find(key(caller, name));
                        if (alarm == null || alarm.actionsEnabled() == enabled) continue;
                        changed.add(alarm.withActionsEnabled(enabled));
                        happened.add(HistoryText.configured(alarm.key(), "updated", nowMs));
                    }
                    return changed.isEmpty()
                            ? null
                            : new AlarmChange(nowMs, changed, List.of(), happened);
                });
        return Nothing.NOTHING;
    }

    Nothing delete(Caller caller, DeleteAlarmsInput input)
            throws ApiException, InterruptedException {
        List<String> names = requireNonNull(input.alarmNames());
        keeper.change(
                nowMs -> {
                    var deleted = new ArrayList<AlarmKey>();
                    var happened = new ArrayList<HistoryItem>();
                    for (String name : Set.copyOf(names)) {
                        AlarmKey key = key(caller, name);
                        if (store().find(key) == null) continue;
                        deleted.add(key);
                        happened.add(HistoryText.configured(key, "deleted", nowMs));
                    }
                    return deleted.isEmpty()
                            ? null
                            : new AlarmChange(nowMs, List.of(), deleted, happened);
                });
        return Nothing.NOTHING;
    }
}
