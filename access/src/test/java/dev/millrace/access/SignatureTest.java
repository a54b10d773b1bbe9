package dev.millrace.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final String CREDENTIAL =
            "AKIDEXAMPLE/20130101/eu-central-1/kinesis" + "/aws4_request";
    private static final CredentialScope SCOPE =
            new CredentialScope("AKIDEXAMPLE", "20130101", "eu-central-1", "kinesis");

    @Test
    void aHeaderIsReadWhateverSeparatesItsParts() {
        for (String separator : new String[] {", ", ",", " ", " , "}) {
            String header =
                    "AWS4-HMAC-SHA256 "
                            + String.join(
                                    separator,
                                    "Credential=" + CREDENTIAL,
                                    "SignedHeaders=host;x-amz-date",
                                    "Signature=0f");
            assertEquals(
                    new Signature.WellFormed(SCOPE, "host;x-amz-date", "0f"),
                    Signature.of(header, true, ""));
        }
    }

    @Test
    void aQueryIsReadDecoded() {
        assertEquals(
                new Signature.WellFormed(SCOPE, "host;date", "0f"),
                Signature.of(
                        null,
                        false,
                        "a=b&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                                + CREDENTIAL.replace("/", "%2F")
                                + "&X-Amz-Date=20130101T000000Z&X-Amz-SignedHeaders=host%3Bdate"
                                + "&X-Amz-Signature=0f"));
    }

    @Test
    void nothingAtAllIsAMissingToken() {
        for (String header : new @Nullable String[] {null, "", "X", "Basic dXNlcg=="})
            assertFault(
                    SignatureFault.MISSING_AUTHENTICATION_TOKEN,
                    "Missing Authentication Token",
                    Signature.of(header, true, "X-Amz-Credential=a&X-Amz-Signature=b"));
    }

    @Test
    void everyMissingPartOfAHeaderIsNamed() {
        assertFault(
                SignatureFault.INCOMPLETE_SIGNATURE,
                "Authorization header requires 'Credential' parameter. Authorization header"
                        + " requires 'Signature' parameter. Authorization header requires"
                        + " 'SignedHeaders' parameter. Authorization header requires existence of"
                        + " either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-",
                Signature.of("AWS4-", false, ""));
        for (String header :
                new String[] {
                    "AWS4- Signature=b Credential=a",
                    "AWS4- Signature=b,Credential=a",
                    "AWS4- Signature=b, Credential=a,SignedHeaders="
                })
            assertFault(
                    SignatureFault.INCOMPLETE_SIGNATURE,
                    "Authorization header requires 'SignedHeaders' parameter. Authorization="
                            + header,
                    Signature.of(header, true, ""));
    }

    @Test
    void everyMissingParameterOfAQueryIsNamed() {
        assertFault(
                SignatureFault.INCOMPLETE_SIGNATURE,
                "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string"
                        + " parameters must include 'X-Amz-Credential'. AWS query-string"
                        + " parameters must include 'X-Amz-Signature'. AWS query-string parameters"
                        + " must include 'X-Amz-SignedHeaders'. AWS query-string parameters must"
                        + " include 'X-Amz-Date'. Re-examine the query-string parameters.",
                Signature.of(null, true, "X-Amz-Algorithm"));
        assertFault(
                SignatureFault.INCOMPLETE_SIGNATURE,
                "AWS query-string parameters must include 'X-Amz-Date'. Re-examine the"
                        + " query-string parameters.",
                Signature.of(
                        null,
                        true,
                        "X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c"
                                + "&X-Amz-SignedHeaders=d&X-Amz-Dat=e"));
    }

    @Test
    void bothFormsAtOnceAreInvalidButStillRoute() {
        Signature both =
                Signature.of("AWS4-HMAC-SHA256 Credential=" + CREDENTIAL, true, "X-Amz-Algorithm");
        assertFault(
                SignatureFault.INVALID_SIGNATURE,
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
                        + " header.",
                both);
        assertEquals(SCOPE, both.scope());
    }

    @Test
    void anIncompleteHeaderStillRoutes() {
        assertEquals(
                SCOPE, Signature.of("AWS4-HMAC-SHA256 Credential=" + CREDENTIAL, true, "").scope());
    }

    @Test
    void aCredentialHasFiveElements() {
        for (String credential :
                new String[] {
                    "a", "a/b", "a/b/c/d", "a/b/c/d/e/f", "/b/c/d/e", "a/b/20200101/r/kinesis/t"
                })
            assertFault(
                    SignatureFault.INCOMPLETE_SIGNATURE,
                    "Credential must have exactly 5 slash-delimited elements, e.g."
                            + " keyid/date/region/service/term, got '"
                            + credential
                            + "'",
                    Signature.of(header(credential), true, ""));
    }

    @Test
    void aRegionIsAName() {
        assertFault(
                SignatureFault.INVALID_SIGNATURE,
                "Credential should be scoped to a valid region, not '..'. ",
                Signature.of(header("a/b/../kinesis/aws4_request"), true, ""));
        assertEquals(
                new Signature.WellFormed(new CredentialScope("a", "b", "", "kinesis"), "h", "0"),
                Signature.of(header("a/b//kinesis/aws4_request"), true, ""));
    }

    @Property(tries = 3_000)
    void nothingBreaksTheParser(
            @ForAll("fragments") String header, @ForAll("fragments") String query) {
        assertNotNull(Signature.of(header, header.length() % 2 == 0, query));
        assertNotNull(Signature.of("AWS4-" + header, true, ""));
        assertNotNull(Signature.of(null, true, "X-Amz-Algorithm=" + query));
        assertNull(Signature.of(null, true, header.replace("X-Amz", "")).scope());
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                "Credential=",
                                "Signature=",
                                "SignedHeaders=",
                                "X-Amz-Algorithm",
                                "X-Amz-Credential=",
                                "/",
                                ",",
                                " ",
                                "&",
                                "=",
                                "%",
                                "%zz",
                                "%2F",
                                "a",
                                "AWS4-"),
                        Arbitraries.strings().ofMaxLength(3))
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    private static String header(String credential) {
        return "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=h, Signature=0";
    }

    private static void assertFault(SignatureFault fault, String message, Signature actual) {
        if (!(actual instanceof Signature.Faulty faulty))
            throw new AssertionError("not refused: " + actual);
        assertEquals(fault, faulty.fault());
        assertEquals(message, faulty.message());
    }
}
