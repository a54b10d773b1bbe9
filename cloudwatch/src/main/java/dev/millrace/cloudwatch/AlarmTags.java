package dev.millrace.cloudwatch;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.cloudwatch.ListTagsForResourceInput;
import dev.millrace.model.cloudwatch.ListTagsForResourceOutput;
import dev.millrace.model.cloudwatch.Tag;
import dev.millrace.model.cloudwatch.TagResourceInput;
import dev.millrace.model.cloudwatch.TagResourceOutput;
import dev.millrace.model.cloudwatch.UntagResourceInput;
import dev.millrace.model.cloudwatch.UntagResourceOutput;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The tags of alarms.
record AlarmTags(AlarmKeeper keeper) {
    private static final int MOST_TAGS = 50;

    TagResourceOutput add(Caller caller, TagResourceInput input)
            throws ApiException, InterruptedException {
        change(
                caller,
                input.resourceARN(),
                tags -> {
                    for (Tag tag : requireNonNull(input.tags()))
                        tags.put(requireNonNull(tag.key()), requireNonNull(tag.value()));
                });
        return TagResourceOutput.builder().build();
    }

    UntagResourceOutput remove(Caller caller, UntagResourceInput input)
            throws ApiException, InterruptedException {
        change(
                caller,
                input.resourceARN(),
                tags -> requireNonNull(input.tagKeys()).forEach(tags::remove));
        return UntagResourceOutput.builder().build();
    }

    ListTagsForResourceOutput list(Caller caller, ListTagsForResourceInput input)
            throws ApiException {
        Alarm alarm = keeper.store().find(key(caller, input.resourceARN()));
        if (alarm == null) throw missing(input.resourceARN());
        return new ListTagsForResourceOutput(
                alarm.tags().entrySet().stream()
                        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                        .toList());
    }

    private void change(Caller caller, @Nullable String arn, Consumer<Map<String, String>> changing)
            throws ApiException, InterruptedException {
        AlarmKey key = key(caller, arn);
        var absent = new boolean[1];
        var tooMany = new boolean[1];
        keeper.change(
                nowMs -> {
                    Alarm alarm = keeper.store().find(key);
                    absent[0] = alarm == null;
                    if (alarm == null) return null;
                    Map<String, String> tags = new TreeMap<>(alarm.tags());
                    changing.accept(tags);
                    tooMany[0] = tags.size() > MOST_TAGS;
                    return tooMany[0]
                            ? null
                            : new AlarmChange(
                                    nowMs, List.of(alarm.withTags(tags)), List.of(), List.of());
                });
        if (absent[0]) throw missing(arn);
        if (tooMany[0])
            throw CloudWatchErrors.invalidValue(
                    "A resource cannot have more than " + MOST_TAGS + " tags.");
    }

    private static ApiException missing(@Nullable String arn) {
        return CloudWatchErrors.resourceNotFound("Unable to find resource " + arn);
    }

    private static AlarmKey key(Caller caller, @Nullable String arn) throws ApiException {
        String[] parts = requireNonNull(arn).split(":", 7);
        boolean isAlarm =
                parts.length == 7
                        && parts[0].equals("arn")
                        && parts[2].equals("cloudwatch")
                        && parts[5].equals("alarm");
        if (!isAlarm)
            throw CloudWatchErrors.invalidValue("Invalid value " + arn + " for ResourceARN.");
        if (!parts[3].equals(caller.region()) || !parts[4].equals(caller.account()))
            throw missing(arn);
        return new AlarmKey(parts[4], parts[3], parts[6]);
    }
}
