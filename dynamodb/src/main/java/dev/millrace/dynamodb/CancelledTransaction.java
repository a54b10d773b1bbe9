package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;
import dev.millrace.model.MemberName;
import dev.millrace.model.ShapeWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Why a transaction was not carried out: a reason for each of its actions, `None` for those that
/// were not in the way.
final class CancelledTransaction {
    private static final MemberName REASONS = MemberName.of("CancellationReasons");
    private static final MemberName CODE = MemberName.of("Code");
    private static final MemberName MESSAGE = MemberName.of("Message");

    private CancelledTransaction() {}

    /// @param refusals one for each action; null where there was none
    static ApiException of(List<@Nullable ApiException> refusals) {
        List<String> codes = new ArrayList<>();
        for (ApiException refusal : refusals) codes.add(code(refusal));
        return new ApiException(
                "TransactionCanceledException",
                400,
                "Transaction cancelled, please refer cancellation reasons for specific reasons "
                        + codes,
                out -> write(out, refusals));
    }

    private static String code(@Nullable ApiException refusal) {
        if (refusal == null) return "None";
        return switch (refusal.type()) {
            case "ConditionalCheckFailedException" -> "ConditionalCheckFailed";
            case "ValidationException" -> "ValidationError";
            default -> refusal.type();
        };
    }

    private static void write(ShapeWriter out, List<@Nullable ApiException> refusals) {
        out.member(REASONS);
        out.beginList(refusals.size());
        for (ApiException refusal : refusals) {
            out.beginStructure();
            out.member(CODE, code(refusal));
            if (refusal != null) {
                out.member(MESSAGE, refusal.getMessage());
                if (refusal.members() != null) refusal.members().write(out);
            }
            out.endStructure();
        }
        out.endList();
    }

    static ApiException parameterMismatch() {
        return new ApiException(
                "IdempotentParameterMismatchException",
                400,
                "Another transaction has the same idempotency token, but other parameters.");
    }
}
