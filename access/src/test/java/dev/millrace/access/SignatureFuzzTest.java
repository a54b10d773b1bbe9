package dev.millrace.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.fuzzing.ParserFuzzing;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Signatures in the `Authorization` header and in the query. An input is a line of the one, then
/// the other; an empty line is a header that is absent.
class SignatureFuzzTest extends ParserFuzzing {
    private static final String SCOPE = "AKIDEXAMPLE/20130101/eu-central-1/kinesis/aws4_request";

    SignatureFuzzTest() {
        super(
                "signature",
                "AWS4-HMAC-SHA256",
                "AWS4-",
                "Credential=",
                "SignedHeaders=",
                "Signature=",
                SCOPE,
                "/",
                "//",
                ",",
                " ",
                ", ",
                "=",
                "&",
                "%",
                "%2F",
                "%zz",
                "+",
                ";",
                "\n",
                "\r\n",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256",
                "X-Amz-Credential=",
                "X-Amz-SignedHeaders=host",
                "X-Amz-Signature=0",
                "X-Amz-Date=20130101T000000Z",
                hex("c3a9"),
                hex("00"));
    }

    @Override
    protected List<byte[]> examples() {
        return List.of(
                utf8(
                        "AWS4-HMAC-SHA256 Credential="
                                + SCOPE
                                + ", SignedHeaders=host;x-amz-date, Signature=0f\n"),
                utf8(
                        "\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                                + SCOPE.replace("/", "%2F")
                                + "&X-Amz-Date=20130101T000000Z&X-Amz-SignedHeaders=host"
                                + "&X-Amz-Signature=0f"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void parse(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int line = text.indexOf('\n');
        String header = line < 0 ? text : text.substring(0, line);
        String query = line < 0 ? "" : text.substring(line + 1);
        Signature signature =
                Signature.of(header.isEmpty() ? null : header, text.length() % 2 == 0, query);
        CredentialScope scope = signature.scope();
        if (scope != null)
            assertTrue(!scope.accessKeyId().isEmpty() && !scope.accessKeyId().contains("/"));
        switch (signature) {
            case Signature.WellFormed signed -> {
                assertTrue(Region.plausible(signed.scope().region()));
                assertTrue(!signed.signature().isEmpty() && !signed.signedHeaders().isEmpty());
            }
            // The service repeats what it was sent; nobody's memory is to pay for more.
            case Signature.Faulty faulty ->
                    assertTrue(faulty.message().length() < 1_000 + 2 * text.length());
        }
        assertEquals(split(header), CredentialScope.parse(header));
    }

    /// The same, the plain way.
    private static @Nullable CredentialScope split(String credential) {
        String[] parts = credential.split("/", -1);
        return parts.length != 5 || parts[0].isEmpty()
                ? null
                : new CredentialScope(parts[0], parts[1], parts[2], parts[3]);
    }
}
