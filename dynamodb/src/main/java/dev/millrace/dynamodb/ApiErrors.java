package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// The service's errors.
final class ApiErrors {
    private ApiErrors() {}

    static ApiException validation(String message) {
        return new ApiException("ValidationException", 400, message);
    }

    static ApiException tableNotFound() {
        return notFound("Requested resource not found");
    }

    static ApiException tableNotFound(String table) {
        return notFound("Requested resource not found: Table: " + table + " not found");
    }

    static ApiException notFound(String message) {
        return new ApiException("ResourceNotFoundException", 400, message);
    }

    static ApiException inUse(String message) {
        return new ApiException("ResourceInUseException", 400, message);
    }

    static ApiException limitExceeded(String message) {
        return new ApiException("LimitExceededException", 400, message);
    }

    static ApiException internalFailure() {
        return new ApiException("InternalServerError", 500, "Internal server error");
    }

    /// @param item the item as it is, if it was asked for and there is one
    static ApiException conditionFailed(@Nullable Map<String, Value> item) {
        return new ApiException(
                "ConditionalCheckFailedException",
                400,
                "The conditional request failed",
                item == null ? null : out -> WireValue.writeItem(out, item));
    }
}
