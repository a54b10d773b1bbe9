package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;

import java.util.Map;

/// The errors of the API.
final class CloudWatchErrors {
    /// What they are called in the Query protocol, by the names of their shapes. Source: the
    /// model.
    static final Map<String, String> QUERY_CODES =
            Map.of(
                    "InvalidParameterValueException", "InvalidParameterValue",
                    "InvalidParameterCombinationException", "InvalidParameterCombination",
                    "MissingRequiredParameterException", "MissingParameter",
                    "ValidationException", "ValidationError",
                    "InternalServiceFault", "InternalServiceError",
                    "InternalFailure", "InternalServiceError",
                    "InvalidFormatFault", "InvalidFormat",
                    "LimitExceededFault", "LimitExceeded");

    private CloudWatchErrors() {}

    static ApiException invalidValue(String message) {
        return new ApiException("InvalidParameterValueException", 400, message);
    }

    static ApiException invalidCombination(String message) {
        return new ApiException("InvalidParameterCombinationException", 400, message);
    }

    static ApiException missing(String message) {
        return new ApiException("MissingRequiredParameterException", 400, message);
    }

    static ApiException validation(String message) {
        return new ApiException("ValidationException", 400, message);
    }

    static ApiException invalidToken() {
        return new ApiException("InvalidNextToken", 400, "The next token is not valid.");
    }

    static ApiException notFound(String message) {
        return new ApiException("ResourceNotFound", 404, message);
    }

    static ApiException resourceNotFound(String message) {
        return new ApiException("ResourceNotFoundException", 404, message);
    }

    static ApiException limitExceeded(String message) {
        return new ApiException("LimitExceededFault", 400, message);
    }

    static ApiException invalidFormat(String message) {
        return new ApiException("InvalidFormatFault", 400, message);
    }

    static ApiException internalFailure() {
        return new ApiException("InternalServiceFault", 500, "Internal service fault");
    }
}
