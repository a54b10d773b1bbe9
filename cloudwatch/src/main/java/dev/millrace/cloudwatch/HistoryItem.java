package dev.millrace.cloudwatch;

/// Something that happened to an alarm.
///
/// @param data more of it, in JSON
record HistoryItem(AlarmKey alarm, long atMs, Type type, String summary, String data) {
    /// The constants carry the API's names.
    @SuppressWarnings("MemberName") // the API's names, so that name() is one
    enum Type {
        ConfigurationUpdate(1),
        StateUpdate(2),
        Action(3);

        /// In commands and snapshots. Never reuse one.
        final int code;

        Type(int code) {
            this.code = code;
        }

        static Type of(int code) {
            for (Type type : values()) if (type.code == code) return type;
            throw new IllegalArgumentException("history item of type " + code);
        }
    }
}
