package dev.millrace.access;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// The parameters of a presigned request. What is missing is empty.
record QuerySignature(
        String algorithm, String credential, String signature, String signedHeaders, String date) {

    /// Finds a signature's parameters; null if no `X-Amz-Algorithm` is among them.
    static @Nullable QuerySignature find(String query) {
        if (query.isEmpty() || !query.contains("X-Amz-Algorithm")) return null;
        String algorithm = value(query, "X-Amz-Algorithm");
        if (algorithm == null) return null;
        return new QuerySignature(
                algorithm,
                orEmpty(value(query, "X-Amz-Credential")),
                orEmpty(value(query, "X-Amz-Signature")),
                orEmpty(value(query, "X-Amz-SignedHeaders")),
                orEmpty(value(query, "X-Amz-Date")));
    }

    Signature read() {
        String missing =
                required("X-Amz-Algorithm", algorithm)
                        + required("X-Amz-Credential", credential)
                        + required("X-Amz-Signature", signature)
                        + required("X-Amz-SignedHeaders", signedHeaders)
                        + required("X-Amz-Date", date);
        if (!missing.isEmpty())
            return new Signature.Faulty(
                    SignatureFault.INCOMPLETE_SIGNATURE,
                    missing + "Re-examine the query-string parameters.",
                    CredentialScope.parse(credential));
        return Signature.complete(credential, signedHeaders, signature);
    }

    private static String required(String name, String value) {
        return value.isEmpty() ? "AWS query-string parameters must include '" + name + "'. " : "";
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /// The decoded value of the first parameter of that name, or null.
    private static @Nullable String value(String query, String name) {
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start);
            if (end < 0) end = query.length();
            int equals = start + name.length();
            if (query.startsWith(name, start) && equals <= end) {
                if (equals == end) return "";
                if (query.charAt(equals) == '=') return decoded(query.substring(equals + 1, end));
            }
            start = end + 1;
        }
        return null;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException brokenEscape) {
            return value;
        }
    }
}
