package dev.millrace.server;

import dev.millrace.gateway.Response;

import java.util.Map;
import java.util.function.Supplier;

/// What `/health/live` and `/health/ready` answer: whether the process runs, and whether it takes
/// writes. Says nothing else, because anybody may ask. Scripts that wait for LocalStack or
/// kinesis-mock get the latter's answer at the paths that they know.
final class Health {
    private volatile Supplier<State> state = () -> State.STARTING;

    enum State {
        STARTING,
        READY,
        /// A write to the disk has failed: what is stored can be read, nothing more is
        /// acknowledged.
        READ_ONLY,
        /// A bug has ended a thread: streams no longer change their states by themselves.
        FAULTY,
        STOPPING
    }

    /// From now on this is asked.
    void follow(Supplier<State> state) {
        this.state = state;
    }

    /// The paths, and what answers them.
    Map<String, Supplier<Response>> paths() {
        return Map.of(
                "/health/live", () -> Response.json(200, "{\"status\":\"live\"}"),
                "/health/ready", () -> ready(state.get()),
                "/healthcheck", () -> ready(state.get()),
                "/_localstack/health", () -> services(state.get()));
    }

    private static Response ready(State state) {
        return switch (state) {
            case READY -> Response.json(200, "{\"status\":\"ready\"}");
            case STARTING -> unavailable("starting");
            case READ_ONLY -> unavailable("read-only");
            case FAULTY -> unavailable("faulty");
            case STOPPING -> unavailable("stopping");
        };
    }

    /// As LocalStack says it, of the one service that there is.
    private static Response services(State state) {
        return state == State.READY
                ? Response.json(200, "{\"services\":{\"kinesis\":\"running\"}}")
                : ready(state);
    }

    private static Response unavailable(String reason) {
        return Response.json(503, "{\"status\":\"unavailable\",\"reason\":\"" + reason + "\"}");
    }
}
