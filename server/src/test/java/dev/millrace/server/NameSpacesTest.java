package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.gateway.Response;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Streams of the same names in several accounts and regions never meet.
class NameSpacesTest {
    private static final String ACCOUNT = "123456789012";
    private static final String REGION = "eu-central-1";

    private LocalService service;

    /// Three streams in each name space; each `s` holds one record, that says whose it is.
    @BeforeEach
    void streamsEverywhere() throws Exception {
        service =
                new LocalService(
                        MillraceConfig.DEFAULT.with("kinesis.call-rates", "*=off").kinesis());
        for (String account : new String[] {ACCOUNT, "999999999999"})
            for (String region : new String[] {REGION, "us-east-1"}) {
                for (String name : new String[] {"r", "s", "t"})
                    ok(account, region, "CreateStream", named(name, ", \"ShardCount\": 1"));
                String owner = base64(account + region);
                ok(account, region, "PutRecord", put("\"StreamName\": \"s\"", owner));
            }
    }

    private static String base64(String text) {
        return java.util.Base64.getEncoder()
                .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String named(String name, String more) {
        return "{\"StreamName\": \"" + name + "\"" + more + "}";
    }

    private static String put(String address, String data) {
        return "{" + address + ", \"PartitionKey\": \"k\", \"Data\": \"" + data + "\"}";
    }

    private static String arn(String account, String region) {
        return "arn:aws:kinesis:" + region + ":" + account + ":stream/s";
    }

    private Response call(String account, String region, String operation, String body)
            throws Exception {
        return service.call(LocalService.headers(operation, account, region), body);
    }

    private String ok(String account, String region, String operation, String body)
            throws Exception {
        Response response = call(account, region, operation, body);
        assertEquals(200, response.status(), () -> LocalService.text(response));
        return LocalService.text(response);
    }

    private String refused(String account, String region, String operation, String body)
            throws Exception {
        Response response = call(account, region, operation, body);
        assertEquals(400, response.status(), () -> LocalService.text(response));
        return LocalService.text(response);
    }

    private static String member(String body, String name) {
        Matcher member = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body);
        assertTrue(member.find(), body);
        return member.group(1);
    }

    private String iterator(String account, String region, String address) throws Exception {
        return member(
                ok(
                        account,
                        region,
                        "GetShardIterator",
                        "{"
                                + address
                                + ", \"ShardId\": \"0\", \"ShardIteratorType\": \"TRIM_HORIZON\"}"),
                "ShardIterator");
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012, eu-central-1",
        "123456789012, us-east-1",
        "999999999999, eu-central-1",
        "999999999999, us-east-1"
    })
    void whatIsAskedForByNameOrArnIsTheCallersOwn(String account, String region) throws Exception {
        String summary = ok(account, region, "DescribeStreamSummary", named("s", ""));
        assertEquals(arn(account, region), member(summary, "StreamARN"));
        for (String address :
                new String[] {
                    "\"StreamName\": \"s\"", "\"StreamARN\": \"" + arn(account, region) + "\""
                }) {
            String iterator = iterator(account, region, address);
            String records =
                    ok(account, region, "GetRecords", "{\"ShardIterator\": \"" + iterator + "\"}");
            assertEquals(base64(account + region), member(records, "Data"));
        }
    }

    @ParameterizedTest
    @CsvSource({"999999999999, eu-central-1", "123456789012, us-east-1"})
    void whatIsAnothersIsNotToBeHad(String account, String region) throws Exception {
        String arn = "\"StreamARN\": \"" + arn(ACCOUNT, REGION) + "\"";
        String missing = "Stream s under account 123456789012 not found.";
        for (String operation :
                new String[] {
                    "DescribeStream", "DescribeStreamSummary", "ListShards", "DeleteStream"
                }) {
            String refusal = refused(account, region, operation, "{" + arn + "}");
            assertEquals("ResourceNotFoundException", member(refusal, "__type"));
            assertEquals(missing, member(refusal, "message"));
        }
        assertEquals(
                missing, member(refused(account, region, "PutRecord", put(arn, "")), "message"));
        String iterator = iterator(ACCOUNT, REGION, "\"StreamName\": \"s\"");
        String read = "{\"ShardIterator\": \"" + iterator + "\"}";
        assertEquals(
                "Invalid ShardIterator.",
                member(refused(account, region, "GetRecords", read), "message"));
    }

    @ParameterizedTest
    @CsvSource({"999999999999, eu-central-1", "123456789012, us-east-1"})
    void aPageTokenIsOfUseToItsOwnerInItsRegionOnly(String account, String region)
            throws Exception {
        String page = ok(ACCOUNT, REGION, "ListStreams", "{\"Limit\": 1}");
        assertTrue(page.contains("\"StreamNames\":[\"r\"]"), page);
        String token = "{\"NextToken\": \"" + member(page, "NextToken") + "\"}";
        assertEquals(
                "Invalid NextToken.",
                member(refused(account, region, "ListStreams", token), "message"));
        String next = ok(ACCOUNT, REGION, "ListStreams", token);
        assertTrue(next.contains("\"StreamNames\":[\"s\",\"t\"]"), next);
        String half = "170141183460469231731687303715884105728";
        ok(
                ACCOUNT,
                REGION,
                "SplitShard",
                named("s", ", \"ShardToSplit\": \"0\", \"NewStartingHashKey\": \"" + half + "\""));
        String shards = ok(ACCOUNT, REGION, "ListShards", named("s", ", \"MaxResults\": 1"));
        String rest = "{\"NextToken\": \"" + member(shards, "NextToken") + "\"}";
        assertEquals(
                "Invalid NextToken.",
                member(refused(account, region, "ListShards", rest), "message"));
        ok(ACCOUNT, REGION, "ListShards", rest);
    }

    @ParameterizedTest
    @CsvSource({"999999999999, eu-central-1", "123456789012, us-east-1"})
    void deletingOnesStreamLeavesTheOthers(String account, String region) throws Exception {
        ok(account, region, "DeleteStream", named("s", ""));
        assertTrue(
                ok(account, region, "ListStreams", "{}").contains("\"StreamNames\":[\"r\",\"t\"]"));
        assertTrue(
                ok(ACCOUNT, REGION, "ListStreams", "{}")
                        .contains("\"StreamNames\":[\"r\",\"s\",\"t\"]"));
    }

    @ParameterizedTest
    @CsvSource({"12345678901", "1234567890123", "12345678901x", "AKIAIOSFODNN7EXAMPLE"})
    void anyOtherKeyIsOfTheConfiguredAccount(String key) throws Exception {
        assertTrue(ok(key, REGION, "ListStreams", "{}").contains("\"StreamNames\":[]"));
        ok(key, REGION, "CreateStream", named("s", ", \"ShardCount\": 1"));
        assertEquals(
                arn("000000000000", REGION),
                member(
                        ok("000000000000", REGION, "DescribeStreamSummary", named("s", "")),
                        "StreamARN"));
    }
}
