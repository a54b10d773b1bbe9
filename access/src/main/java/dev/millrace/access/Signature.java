package dev.millrace.access;

import org.jspecify.annotations.Nullable;

/// What a request says of its signature (Signature Version 4), in its `Authorization` header or in
/// its query. Not verified.
public sealed interface Signature {
    /// The scope that the request names, as far as one can be read: it routes a request even when
    /// the signature will be refused.
    @Nullable CredentialScope scope();

    /// Everything a signature needs is there.
    ///
    /// @param signedHeaders names separated by semicolons
    /// @param signature hexadecimal by rights; not checked
    record WellFormed(CredentialScope scope, String signedHeaders, String signature)
            implements Signature {}

    /// Refused, in the service's words.
    record Faulty(SignatureFault fault, String message, @Nullable CredentialScope scope)
            implements Signature {}

    /// Reads a request's signature. Never throws.
    ///
    /// @param authorization the header of that name, or null
    /// @param dated whether there is an `X-Amz-Date` or a `Date` header
    /// @param query what follows the `?` of the request's target, or empty
    static Signature of(@Nullable String authorization, boolean dated, String query) {
        QuerySignature parameters = QuerySignature.find(query);
        if (authorization == null) return parameters == null ? missing() : parameters.read();
        if (parameters != null)
            return new Faulty(
                    SignatureFault.INVALID_SIGNATURE,
                    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as"
                            + " HTTP header.",
                    HeaderSignature.parse(authorization).scope());
        String header = authorization.strip();
        return header.startsWith("AWS4-") ? HeaderSignature.parse(header).read(dated) : missing();
    }

    private static Signature missing() {
        return new Faulty(
                SignatureFault.MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token", null);
    }

    /// The last checks, the same for both forms, once every part is there.
    static Signature complete(String credential, String signedHeaders, String signature) {
        CredentialScope scope = CredentialScope.parse(credential);
        if (scope == null)
            return new Faulty(
                    SignatureFault.INCOMPLETE_SIGNATURE,
                    "Credential must have exactly 5 slash-delimited elements, e.g."
                            + " keyid/date/region/service/term, got '"
                            + credential
                            + "'",
                    null);
        if (!Region.plausible(scope.region()))
            return new Faulty(
                    SignatureFault.INVALID_SIGNATURE,
                    "Credential should be scoped to a valid region, not '" + scope.region() + "'. ",
                    scope);
        return new WellFormed(scope, signedHeaders, signature);
    }
}
