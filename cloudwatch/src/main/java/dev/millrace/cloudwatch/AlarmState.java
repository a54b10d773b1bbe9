package dev.millrace.cloudwatch;

/// What an alarm says. The constants carry the API's names.
enum AlarmState {
    OK(1),
    ALARM(2),
    INSUFFICIENT_DATA(3);

    /// In commands and snapshots. Never reuse one.
    final int code;

    AlarmState(int code) {
        this.code = code;
    }

    static AlarmState of(int code) {
        for (AlarmState state : values()) if (state.code == code) return state;
        throw new IllegalArgumentException("alarm state " + code);
    }
}
