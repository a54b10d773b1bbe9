package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.ConsumerStatus;
import dev.millrace.stream.StreamName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Objects;

class PolicyDocumentTest {
    private static final StreamName NAME = new StreamName("123456789012", "eu-central-1", "s");
    private static final String STREAM_ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/s";
    private static final String CONSUMER_ARN = STREAM_ARN + "/consumer/c:1700000000";

    private static final Resource STREAM = stream();

    private static final Resource CONSUMER =
            new Resource.OfConsumer(
                    NAME,
                    new Consumer(
                            1, 1, "c", 1_700_000_000_000L, Map.of(), ConsumerStatus.ACTIVE, 0));

    private static Resource stream() {
        try {
            return new Resource.OfStream(
                    Objects.requireNonNull(Service.aws().create("s", 1).catalog.find(NAME)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// Apostrophes for quotes.
    private static String json(String text) {
        return text.replace('\'', '"')
                .replace("STREAM", STREAM_ARN)
                .replace("CONSUMER", CONSUMER_ARN);
    }

    private static void accept(String policy, Resource resource) {
        assertDoesNotThrow(() -> PolicyDocument.check(json(policy), resource), policy);
    }

    private static String fault(String policy, Resource resource) {
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () -> PolicyDocument.check(json(policy), resource),
                        policy);
        assertEquals("InvalidArgumentException", refusal.type());
        return String.valueOf(refusal.getMessage());
    }

    private static String statement(String principal, String action, String resource) {
        return "{'Effect': 'Allow', 'Principal': %s, 'Action': %s, 'Resource': %s}"
                .formatted(principal, action, resource);
    }

    private static String policy(String statement) {
        return "{'Version': '2012-10-17', 'Statement': [" + statement + "]}";
    }

    private static final String READER = "{'AWS': 'arn:aws:iam::111122223333:role/reader'}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'arn:aws:iam::111122223333:root'",
                "'111122223333'",
                "'arn:aws-cn:iam::111122223333:user/path/to/u'",
                "'arn:aws:sts::111122223333:assumed-role/r/session'",
                "['111122223333', 'arn:aws:iam::111122223333:role/r']"
            })
    void accountsUsersRolesAndSessionsArePrincipals(String aws) {
        accept(
                policy(statement("{'AWS': " + aws + "}", "'kinesis:PutRecord'", "'STREAM'")),
                STREAM);
    }

    @Test
    void everyElementOfTheGrammarIsTaken() {
        accept(
                """
                { 'Version': '2008-10-17', 'Id': 'i', 'Statement': {
                    'Sid': 'x', 'Effect': 'Deny', 'Principal': {'AWS': ['111122223333']},
                    'Action': ['kinesis:DescribeStreamSummary', 'kinesis:ListShards',
                        'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:PutRecord',
                        'Kinesis:putrecords', 'kinesis:DescribeStream'],
                    'Resource': ['STREAM', 'arn:aws:kinesis:*:123456789012:stream/?'],
                    'Condition': {'StringEquals': {'aws:SourceVpc': ['v', 'w'], 'n': 1},
                        'Bool': {'aws:SecureTransport': true}} } }
                """,
                STREAM);
        accept(
                policy(
                        statement(
                                READER,
                                "['kinesis:SubscribeToShard', 'kinesis:DescribeStreamConsumer']",
                                "'CONSUMER'")),
                CONSUMER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    '*' | a Principal is an object with the member AWS; wildcards are not supported
                    {'AWS': '*'} | wildcards are not supported in a Principal: *
                    {'AWS': ['arn:aws:iam::111122223333:role/*']} | wildcards are not supported in \
                    a Principal: arn:aws:iam::111122223333:role/*
                    {'AWS': 'somebody'} | no account, user or role is named by the Principal \
                    somebody
                    {'AWS': []} | Principal is empty
                    {'AWS': 1} | Principal is not a text
                    {'Service': 'lambda.amazonaws.com'} | principals of kind Service are not \
                    supported
                    {'Federated': 'cognito'} | principals of kind Federated are not supported
                    {'CanonicalUser': 'x'} | principals of kind CanonicalUser are not supported
                    {} | a Principal is empty
                    null | a Principal is an object with the member AWS; wildcards are not supported
                    """)
    void otherPrincipalsAreNot(String principal, String fault) {
        String policy = policy(statement(principal, "'kinesis:PutRecord'", "'STREAM'"));
        assertEquals("Invalid resource policy: " + fault + ".", fault(policy, STREAM));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'kinesis:*' | wildcards are not supported in an Action: kinesis:*
                    '*' | wildcards are not supported in an Action: *
                    'kinesis:Put?ecord' | wildcards are not supported in an Action: \
                    kinesis:Put?ecord
                    'kinesis:SplitShard' | the Action kinesis:SplitShard cannot be shared by STREAM
                    'kinesis:SubscribeToShard' | the Action kinesis:SubscribeToShard cannot be \
                    shared \
                    by STREAM
                    's3:GetObject' | the Action s3:GetObject cannot be shared by STREAM
                    [] | Action is empty
                    ['kinesis:PutRecord', {}] | Action is not a text
                    """)
    void onlyTheActionsOfAStreamAreShared(String action, String fault) {
        String policy = policy(statement(READER, action, "'STREAM'"));
        assertEquals("Invalid resource policy: " + json(fault) + ".", fault(policy, STREAM));
    }

    @Test
    void onlyTheActionsOfAConsumerAreShared() {
        assertEquals(
                "Invalid resource policy: the Action kinesis:GetRecords cannot be shared by "
                        + CONSUMER_ARN
                        + ".",
                fault(policy(statement(READER, "'kinesis:GetRecords'", "'CONSUMER'")), CONSUMER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'CONSUMER'", "'STREAMX'", "'arn:aws:kinesis:*:stream/t'", "''"})
    void theResourceIsTheOneThatThePolicyIsFor(String resource) {
        String policy = policy(statement(READER, "'kinesis:PutRecord'", resource));
        String given = json(resource).replace("\"", "");
        assertEquals(
                "Invalid resource policy: the Resource " + given + " is not " + STREAM_ARN + ".",
                fault(policy, STREAM));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    [] | the policy is not an object
                    'x' | the policy is not an object
                    {} | it has no Statement
                    {'Statement': []} | it has no Statement
                    {'Statement': [1]} | a Statement is not an object
                    {'Version': '2020-01-01'} | there is no Version 2020-01-01
                    {'Version': 1} | Version is not a text
                    {'Extra': 1} | it has an unknown element Extra
                    {'Statement': {'NotAction': 'kinesis:PutRecord'}} | a Statement has an \
                    unsupported element NotAction
                    {'Statement': {'NotPrincipal': {}}} | a Statement has an unsupported element \
                    NotPrincipal
                    {'Statement': {'Effect': 'Permit'}} | Effect is Allow or Deny, not Permit
                    {'Statement': {'Effect': 'Allow'}} | a Statement has no Action
                    {'Statement': {'Condition': 1}} | a Condition is not an object
                    {'Statement': {'Condition': {'Bool': 1}}} | an operator of a Condition is not \
                    an object
                    {'Statement': {'Condition': {'Bool': {'k': []}}}} | a Condition's key k is empty
                    {'Statement': {'Condition': {'Bool': {'k': {}}}}} | a Condition's value is no \
                    text, number or boolean
                    """)
    void whatIsNoPolicyIsRefused(String policy, String fault) {
        assertEquals("Invalid resource policy: " + fault + ".", fault(policy, STREAM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{'Statement':",
                "{'Version': '2012-10-17',}",
                "{} {}",
                "{'Statement': x}",
                "{'Statement': [[[[[[[[[[[[[[[["
            })
    void whatIsNoJsonIsRefused(String policy) {
        String fault = fault(policy, STREAM);
        assertEquals(
                "Invalid resource policy: ",
                fault.substring(0, "Invalid resource policy: ".length()));
    }

    @Test
    void aPolicyHasAtMost20Kib() {
        String policy = json(policy(statement(READER, "'kinesis:PutRecord'", "'STREAM'")));
        accept(policy + " ".repeat(20_480 - policy.length()), STREAM);
        assertEquals(
                "Invalid resource policy: it is longer than 20480 bytes.",
                fault(policy + " ".repeat(20_481 - policy.length()), STREAM));
    }

    @ParameterizedTest
    @CsvSource({
        "a*c, abc, true",
        "a*c, ac, true",
        "a?c, ac, false",
        "*, '', true",
        "?, '', false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        "abc, abcd, false",
        "**, x, true"
    })
    void wildcardsStandForAnyOrOneCharacter(String pattern, String text, boolean expected) {
        assertEquals(expected, Wildcards.match(pattern, text));
    }
}
