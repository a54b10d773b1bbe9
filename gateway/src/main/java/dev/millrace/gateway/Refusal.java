package dev.millrace.gateway;

import dev.millrace.model.ApiException;

/// The errors that are the gateway's own.
final class Refusal {
    private Refusal() {}

    static ApiException unknownOperation() {
        return new ApiException("UnknownOperationException", 400, null);
    }

    static ApiException unparsable() {
        return new ApiException("SerializationException", 400, null);
    }

    static ApiException wrongType(String fault) {
        return new ApiException("SerializationException", 400, fault);
    }

    static ApiException invalid(String violations) {
        return new ApiException("ValidationException", 400, violations);
    }

    static ApiException busy() {
        return new ApiException(
                "ServiceUnavailable", 503, "Too many requests are in flight; try again shortly.");
    }

    static ApiException internalFailure() {
        return new ApiException("InternalFailure", 500, null);
    }
}
