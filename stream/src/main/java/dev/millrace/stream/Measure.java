package dev.millrace.stream;

/// What is measured of each call on a stream, or by a consumer.
public enum Measure {
    PUT_RECORD_BYTES,
    /// In nanoseconds, as all that follow by this name.
    PUT_RECORD_LATENCY,
    PUT_RECORD_SUCCESS,
    PUT_RECORD_THROTTLED,
    PUT_RECORDS_BYTES,
    PUT_RECORDS_LATENCY,
    PUT_RECORDS_SUCCESS,
    PUT_RECORDS_TOTAL,
    PUT_RECORDS_STORED,
    PUT_RECORDS_FAILED,
    PUT_RECORDS_THROTTLED,
    GET_RECORDS_BYTES,
    GET_RECORDS_LATENCY,
    GET_RECORDS_SUCCESS,
    GET_RECORDS_RECORDS,
    GET_RECORDS_AGE_MS,
    GET_RECORDS_THROTTLED,
    SUBSCRIBE_SUCCESS,
    SUBSCRIBE_RATE_EXCEEDED,
    EVENT_BYTES,
    EVENT_RECORDS,
    EVENT_BEHIND_MS,
    EVENT_SUCCESS;

    static final int COUNT = values().length;

    /// Its place in an array of this process; it is written nowhere.
    @SuppressWarnings("EnumOrdinal")
    int place() {
        return ordinal();
    }
}
