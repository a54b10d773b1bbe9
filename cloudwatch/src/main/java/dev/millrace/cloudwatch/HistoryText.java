package dev.millrace.cloudwatch;

/// What history says, in the service's words.
final class HistoryText {
    private static final String VERSION = "1.0";
    private static final int MOST_SUMMARY = 255;
    private static final int MOST_DATA = 4_095;

    private HistoryText() {}

    private static HistoryItem item(
            AlarmKey key, long atMs, HistoryItem.Type type, String summary, JsonDocument data) {
        return new HistoryItem(
                key, atMs, type, cut(summary, MOST_SUMMARY), cut(data.toString(), MOST_DATA));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /// @param what `created`, `updated` or `deleted`
    static HistoryItem configured(AlarmKey key, String what, long nowMs) {
        String type =
                switch (what) {
                    case "created" -> "Create";
                    case "deleted" -> "Delete";
                    default -> "Update";
                };
        return item(
                key,
                nowMs,
                HistoryItem.Type.ConfigurationUpdate,
                "Alarm \"%s\" %s".formatted(key.name(), what),
                new JsonDocument().text("version", VERSION).text("type", type));
    }

    static HistoryItem moved(Alarm before, Alarm after) {
        return item(
                after.key(),
                after.updatedMs(),
                HistoryItem.Type.StateUpdate,
                "Alarm updated from %s to %s".formatted(before.state(), after.state()),
                new JsonDocument()
                        .text("version", VERSION)
                        .json("oldState", state(before))
                        .json("newState", state(after)));
    }

    private static String state(Alarm alarm) {
        var state =
                new JsonDocument()
                        .text("stateValue", alarm.state().name())
                        .text("stateReason", alarm.reason());
        if (!alarm.reasonData().isEmpty()) state.json("stateReasonData", alarm.reasonData());
        return state.toString();
    }

    static HistoryItem acted(Alarm alarm, AlarmActions.Outcome outcome, long nowMs) {
        boolean well = outcome.problem().isEmpty();
        String summary =
                well
                        ? "Successfully executed action " + outcome.action()
                        : "Failed to execute action %s: %s"
                                .formatted(outcome.action(), outcome.problem());
        return item(
                alarm.key(),
                nowMs,
                HistoryItem.Type.Action,
                summary,
                new JsonDocument()
                        .text("version", VERSION)
                        .text("actionState", well ? "Succeeded" : "Failed")
                        .text("stateUpdateTimestamp", Times.inData(alarm.updatedMs()))
                        .text("notificationResource", outcome.action())
                        .text("error", well ? null : outcome.problem()));
    }
}
