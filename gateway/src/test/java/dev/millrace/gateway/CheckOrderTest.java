package dev.millrace.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Completion;
import dev.millrace.model.Nothing;
import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.wire.AwsCbor;
import dev.millrace.wire.AwsJson;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The order in which the service checks a request: each row breaks its own rule and every later
/// one, so only the right order gives its answer.
class CheckOrderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    private static final String ACCESS_DENIED =
            """
            <AccessDeniedException>
              <Message>Unable to determine service/operation name to be authorized</Message>
            </AccessDeniedException>
            """;

    /// Is fine for no operation: unparsable in both formats.
    private static final byte[] GARBAGE = {'{', (byte) 0xff};

    enum Format {
        JSON_1_1("application/x-amz-json-1.1"),
        CBOR_1_1("application/x-amz-cbor-1.1");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        byte[] bytes(String json) throws Exception {
            JsonNode tree = JSON.readTree(json);
            return this == JSON_1_1 ? JSON.writeValueAsBytes(tree) : CBOR.writeValueAsBytes(tree);
        }

        JsonNode read(Response response) throws Exception {
            byte[] body = response.body().toByteArray();
            return (this == JSON_1_1 ? JSON : CBOR).readTree(body);
        }
    }

    private final Gateway gateway =
            new Gateway(
                    GatewayConfig.DEFAULT,
                    List.of(
                            new Service(
                                    "kinesis",
                                    "Kinesis_20131202",
                                    List.of(AwsJson.V1_1, AwsCbor.V1_1),
                                    List.of(
                                            Operation.prompt(
                                                    Kinesis.DELETE_STREAM,
                                                    CheckOrderTest::notFound)))),
                    Map.of("/health/live", () -> Response.json(200, "{\"status\":\"live\"}")));

    private static void notFound(
            Caller caller, DeleteStreamInput input, Completion<Nothing> completion) {
        completion.fail(
                new ApiException("ResourceNotFoundException", 400, "no " + input.streamName()));
    }

    private Response answer(FakeExchange exchange) throws Exception {
        gateway.handle(exchange);
        return exchange.response();
    }

    /// A request that breaks every rule from row 2 on.
    private static FakeExchange broken(Format format) {
        return new FakeExchange()
                .with("content-type", format.contentType)
                .with("x-amz-target", "Kinesis_20131202.NoSuchOperation")
                .body(GARBAGE);
    }

    private static String header(Response response, String name) {
        for (Header header : response.headers())
            if (header.name().equalsIgnoreCase(name)) return header.value();
        return "";
    }

    private static String text(Response response) {
        return new String(response.body().toByteArray(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void row0OurOwnPathsComeFirst(Format format) throws Exception {
        for (String method : List.of("GET", "HEAD")) {
            var live = answer(broken(format).method(method).target("/health/live?x=y"));
            assertEquals(200, live.status());
            assertEquals("{\"status\":\"live\"}", text(live));
        }
        // A POST there is a call of the API, whose path means nothing.
        var call = answer(broken(format).target("/health/live"));
        assertEquals(400, call.status());
    }

    @ParameterizedTest
    @EnumSource
    void row1OptionsWithAnOriginIsACorsQuestion(Format format) throws Exception {
        var response =
                answer(
                        broken(format)
                                .method("OPTIONS")
                                .with("origin", "http://page")
                                .with("access-control-request-headers", "a, b, c")
                                .with("access-control-request-method", "POST"));
        assertEquals(200, response.status());
        assertEquals(0, response.body().length());
        assertEquals("*", header(response, "Access-Control-Allow-Origin"));
        assertEquals("a, b, c", header(response, "Access-Control-Allow-Headers"));
        assertEquals("POST", header(response, "Access-Control-Allow-Methods"));
        assertEquals("172800", header(response, "Access-Control-Max-Age"));
        assertTrue(header(response, "x-amzn-RequestId").matches("[0-9a-f-]{36}"));
        assertEquals("", header(response, "x-amz-id-2"));
    }

    @ParameterizedTest
    @EnumSource
    void row2WhatIsNoPostIsDenied(Format format) throws Exception {
        for (String method : List.of("GET", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH")) {
            var response = answer(broken(format).method(method).body(new byte[0]));
            assertEquals(403, response.status(), method);
            assertEquals(ACCESS_DENIED, text(response));
        }
    }

    @ParameterizedTest
    @EnumSource
    void row3AnEmptyBodyIsNoDocument(Format format) throws Exception {
        var known =
                answer(
                        broken(format)
                                .with("x-amz-target", "Kinesis_20131202.DeleteStream")
                                .body(new byte[0]));
        assertError(format, known, 400, "{'__type':'SerializationException'}");
        var unknown = answer(broken(format).body(new byte[0]));
        assertError(format, unknown, 400, "{'__type':'UnknownOperationException'}");
    }

    @ParameterizedTest
    @MethodSource("unsupportedTypes")
    void row3AnEmptyBodyComesBeforeTheContentType(String type, Format format) throws Exception {
        var response = answer(broken(format).with("content-type", type).body(new byte[0]));
        assertError(format, response, 400, "{'__type':'UnknownOperationException'}");
    }

    static List<Object[]> unsupportedTypes() {
        return List.of(
                new Object[] {"application/x-amz-json-1.0", Format.JSON_1_1},
                new Object[] {"text/plain", Format.CBOR_1_1},
                new Object[] {"", Format.CBOR_1_1});
    }

    @ParameterizedTest
    @EnumSource
    void row4AnUnsupportedContentTypeIsAnsweredInXml(Format format) throws Exception {
        var withTarget = answer(broken(format).with("content-type", "text/plain"));
        assertEquals(404, withTarget.status());
        assertEquals("<UnknownOperationException/>\n", text(withTarget));
        var withoutTarget =
                answer(broken(format).with("content-type", "text/plain").without("x-amz-target"));
        assertEquals(403, withoutTarget.status());
        assertEquals(ACCESS_DENIED, text(withoutTarget));
    }

    @ParameterizedTest
    @EnumSource
    void row4PlainJsonGetsTheOldFormOfErrors(Format format) throws Exception {
        var unparsable = answer(broken(format).with("content-type", "application/json"));
        assertEquals(400, unparsable.status());
        assertEquals(
                "{\"Output\":{\"__type\":\"com.amazon.coral.service#SerializationException\"},"
                        + "\"Version\":\"1.0\"}",
                text(unparsable));
        var parsable =
                answer(
                        broken(format)
                                .with("content-type", "application/json")
                                .with("x-amz-target", "Kinesis_20131202.DeleteStream")
                                .body("{}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(404, parsable.status());
        assertTrue(text(parsable).contains("#UnknownOperationException"));
        assertEquals("application/json", header(parsable, "Content-Type"));
    }

    @ParameterizedTest
    @EnumSource
    void row5AnUnparsableBodyComesBeforeAnUnknownOperation(Format format) throws Exception {
        for (String target : List.of("NoSuchOperation", "DeleteStream")) {
            var response =
                    answer(broken(format).with("x-amz-target", "Kinesis_20131202." + target));
            assertError(format, response, 400, "{'__type':'SerializationException'}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void row6AnUnknownOperationComesBeforeAuthentication(Format format) throws Exception {
        for (String target :
                List.of(
                        "Kinesis_20131202.NoSuchOperation",
                        "Kinesis_20131202.",
                        "Kinesis_20131202",
                        "DynamoDB_20120810.DeleteStream",
                        "")) {
            var response =
                    answer(
                            broken(format)
                                    .with("x-amz-target", target)
                                    .body(format.bytes("{\"StreamName\":[]}")));
            assertError(format, response, 400, "{'__type':'UnknownOperationException'}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void row7AuthenticationComesBeforeConversion(Format format) throws Exception {
        var response = answer(deletion(format, "{\"StreamName\":true}").without("authorization"));
        assertError(
                format,
                response,
                400,
                "{'__type':'MissingAuthenticationTokenException',"
                        + "'message':'Missing Authentication Token'}");
    }

    @ParameterizedTest
    @EnumSource
    void row8ConversionComesBeforeConstraints(Format format) throws Exception {
        var response =
                answer(
                        deletion(
                                format,
                                "{\"EnforceConsumerDeletion\":[],\"StreamName\":\"no:name\"}"));
        assertError(
                format,
                response,
                400,
                "{'__type':'SerializationException',"
                        + "'Message':'Start of list found where not expected'}");
    }

    @ParameterizedTest
    @EnumSource
    void row9ConstraintsComeBeforeTheOperation(Format format) throws Exception {
        var response = answer(deletion(format, "{\"StreamName\":\"no:name\"}"));
        assertError(
                format,
                response,
                400,
                "{'__type':'ValidationException','message':'1 validation error detected: Value"
                        + " \\'no:name\\' at \\'streamName\\' failed to satisfy constraint: Member"
                        + " must satisfy regular expression pattern: [a-zA-Z0-9_.-]+'}");
    }

    @ParameterizedTest
    @EnumSource
    void row10TheOperationAnswers(Format format) throws Exception {
        var response = answer(deletion(format, "{\"StreamName\":\"s\"}"));
        assertError(
                format, response, 400, "{'__type':'ResourceNotFoundException','message':'no s'}");
    }

    @ParameterizedTest
    @EnumSource
    void aContentTypeMayCarryParametersAndAnyCase(Format format) throws Exception {
        var response =
                answer(
                        deletion(format, "{\"StreamName\":\"s\"}")
                                .with(
                                        "content-type",
                                        format.contentType.replace("amz", "AMZ")
                                                + " ; charset=utf-8"));
        assertEquals("ResourceNotFoundException", format.read(response).get("__type").asText());
    }

    private static FakeExchange deletion(Format format, String json) throws Exception {
        return FakeExchange.json("DeleteStream", "")
                .with("content-type", format.contentType)
                .body(format.bytes(json));
    }

    private static void assertError(Format format, Response response, int status, String json)
            throws Exception {
        assertEquals(status, response.status());
        assertEquals(format.contentType, header(response, "Content-Type"));
        assertTrue(header(response, "x-amzn-RequestId").matches("[0-9a-f-]{36}"));
        assertEquals(96, header(response, "x-amz-id-2").length());
        assertFalse(header(response, "x-amz-id-2").contains("="));
        var lenient =
                new ObjectMapper()
                        .enable(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_SINGLE_QUOTES);
        List<String> expected = names(lenient.readTree(json));
        JsonNode actual = format.read(response);
        assertEquals(expected, names(actual));
        assertEquals(lenient.readTree(json), actual);
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
