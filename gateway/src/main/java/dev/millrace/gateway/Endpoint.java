package dev.millrace.gateway;

/// What answers the requests of a port.
@FunctionalInterface
public interface Endpoint {
    /// Takes one request, on its connection's event loop, without blocking. The answer may come
    /// later, but it must come.
    void handle(Exchange exchange);
}
