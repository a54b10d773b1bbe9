package dev.millrace.access;

import org.jspecify.annotations.Nullable;

/// The parts of an `Authorization` header: after the algorithm, `Name=value` pairs separated by
/// commas, blanks or both.
record HeaderSignature(
        String header,
        @Nullable String credential,
        @Nullable String signedHeaders,
        @Nullable String signature) {

    static HeaderSignature parse(String header) {
        String credential = null;
        String signedHeaders = null;
        String signature = null;
        int at = endOfPart(header, 0);
        while (at < header.length()) {
            int end = endOfPart(header, ++at);
            if (header.startsWith("Credential=", at)) credential = value(header, at, end);
            else if (header.startsWith("SignedHeaders=", at))
                signedHeaders = value(header, at, end);
            else if (header.startsWith("Signature=", at)) signature = value(header, at, end);
            at = end;
        }
        return new HeaderSignature(header, credential, signedHeaders, signature);
    }

    @Nullable CredentialScope scope() {
        return credential == null ? null : CredentialScope.parse(credential);
    }

    Signature read(boolean dated) {
        String credential = this.credential;
        String signature = this.signature;
        String signedHeaders = this.signedHeaders;
        if (credential == null || signature == null || signedHeaders == null || !dated)
            return new Signature.Faulty(
                    SignatureFault.INCOMPLETE_SIGNATURE,
                    required("Credential", credential)
                            + required("Signature", signature)
                            + required("SignedHeaders", signedHeaders)
                            + (dated
                                    ? ""
                                    : "Authorization header requires existence of either a"
                                            + " 'X-Amz-Date' or a 'Date' header. ")
                            + "Authorization="
                            + header,
                    scope());
        return Signature.complete(credential, signedHeaders, signature);
    }

    private static String required(String name, @Nullable String value) {
        return value == null ? "Authorization header requires '" + name + "' parameter. " : "";
    }

    /// A part without a value counts as missing.
    private static @Nullable String value(String header, int start, int end) {
        int value = header.indexOf('=', start) + 1;
        return value == end ? null : header.substring(value, end);
    }

    private static int endOfPart(String header, int from) {
        int at = from;
        while (at < header.length() && header.charAt(at) != ',' && header.charAt(at) != ' ') at++;
        return at;
    }
}
