package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/// Accounts, regions and the rates of calls, as the real boto3 sees them.
@ExtendWith(SharedServer.class)
class AccountsTest {
    private static final String CLIENT =
            """
            import boto3, botocore.config
            def client(account, region, retries=4):
                return boto3.client(
                    'kinesis', region_name=region, aws_access_key_id=account,
                    aws_secret_access_key='x',
                    config=botocore.config.Config(retries={'max_attempts': retries}))
            """;

    @BeforeAll
    static void boto3IsThere(Shell shell) throws Exception {
        Tools.needBoto3(shell);
    }

    private static List<String> python(Shell shell, String program) throws Exception {
        return shell.run("python3", "-c", CLIENT + program).succeeded().lines();
    }

    @Test
    void aKeyOfTwelveDigitsIsAnAccountAndARegionIsANameSpace(Shell shell) throws Exception {
        List<String> lines =
                python(
                        shell,
                        """
                        for account in '111111111111', '222222222222':
                            for region in 'accounts-1', 'accounts-2':
                                kinesis = client(account, region)
                                kinesis.create_stream(StreamName='orders', ShardCount=1)
                                print(kinesis.describe_stream_summary(StreamName='orders')
                                      ['StreamDescriptionSummary']['StreamARN'])
                                kinesis.create_stream(StreamName=account + region, ShardCount=1)
                        for page in (client('222222222222', 'accounts-2')
                                     .get_paginator('list_streams')
                                     .paginate(PaginationConfig={'PageSize': 1})):
                            print(page['StreamNames'][0])
                        try:
                            client('111111111111', 'accounts-1').describe_stream_summary(
                                StreamARN='arn:aws:kinesis:accounts-1:222222222222:stream/orders')
                        except Exception as e:
                            print(type(e).__name__, e.response['Error']['Message'])
                        """);
        assertEquals(
                List.of(
                        "arn:aws:kinesis:accounts-1:111111111111:stream/orders",
                        "arn:aws:kinesis:accounts-2:111111111111:stream/orders",
                        "arn:aws:kinesis:accounts-1:222222222222:stream/orders",
                        "arn:aws:kinesis:accounts-2:222222222222:stream/orders",
                        "222222222222accounts-2",
                        "orders",
                        "ResourceNotFoundException Stream orders under account 222222222222 not"
                                + " found."),
                lines);
    }

    /// At 5 a second, 500 calls in a row get through only if they take 99 seconds.
    @Test
    void whoCallsTooOftenIsToldSoInWordsThatBoto3Knows(Shell shell) throws Exception {
        List<String> lines =
                python(
                        shell,
                        """
                        kinesis = client('333333333333', 'accounts-1', 0)
                        try:
                            for _ in range(500):
                                kinesis.list_streams()
                            print('never')
                        except kinesis.exceptions.LimitExceededException as e:
                            print(e.response['Error']['Message'])
                        """);
        assertEquals(List.of("Rate exceeded for account 333333333333."), lines);
    }
}
