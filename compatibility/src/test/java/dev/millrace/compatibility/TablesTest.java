package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.ExpectedAttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// Tables by the AWS CLI, boto3 and the SDK for Java 2.
@ExtendWith(SharedServer.class)
class TablesTest {
    private static DynamoDbClient client(Shell shell) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + shell.port()))
                .region(Region.of(shell.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("000000000000", "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    /// As KCL keeps its leases: legacy conditions and updates, an index made later, a scan.
    @Test
    @SuppressWarnings("unchecked") // arrays of builders
    void leasesAreTakenRenewedAndStolen(Shell shell) {
        try (DynamoDbClient client = client(shell)) {
            client.createTable(
                    table ->
                            table.tableName("leases")
                                    .billingMode(BillingMode.PAY_PER_REQUEST)
                                    .keySchema(
                                            key ->
                                                    key.attributeName("leaseKey")
                                                            .keyType(KeyType.HASH))
                                    .attributeDefinitions(
                                            type ->
                                                    type.attributeName("leaseKey")
                                                            .attributeType(ScalarAttributeType.S)));
            client.waiter().waitUntilTableExists(it -> it.tableName("leases"));
            Map<String, AttributeValue> key = Map.of("leaseKey", text("shardId-0"));
            client.putItem(
                    put ->
                            put.tableName("leases")
                                    .item(
                                            Map.of(
                                                    "leaseKey", text("shardId-0"),
                                                    "leaseCounter", AttributeValue.fromN("0")))
                                    .expected(
                                            Map.of(
                                                    "leaseKey",
                                                    ExpectedAttributeValue.builder()
                                                            .exists(false)
                                                            .build())));
            var taken =
                    client.updateItem(
                            update ->
                                    update.tableName("leases")
                                            .key(key)
                                            .expected(Map.of("leaseCounter", is("0")))
                                            .attributeUpdates(
                                                    Map.of(
                                                            "leaseOwner", put(text("worker-1")),
                                                            "leaseCounter",
                                                                    put(AttributeValue.fromN("1"))))
                                            .returnValues(ReturnValue.ALL_NEW));
            assertEquals("worker-1", taken.attributes().get("leaseOwner").s());
            var stealing =
                    UpdateItemRequest.builder()
                            .tableName("leases")
                            .key(key)
                            .expected(Map.of("leaseCounter", is("0")))
                            .attributeUpdates(Map.of("leaseOwner", put(text("worker-2"))))
                            .returnValuesOnConditionCheckFailure("ALL_OLD")
                            .build();
            var lost =
                    assertThrows(
                            ConditionalCheckFailedException.class,
                            () -> client.updateItem(stealing));
            assertEquals("worker-1", lost.item().get("leaseOwner").s());
            var owner =
                    AttributeDefinition.builder()
                            .attributeName("leaseOwner")
                            .attributeType(ScalarAttributeType.S)
                            .build();
            var updated =
                    client.updateTable(
                            table ->
                                    table.tableName("leases")
                                            .attributeDefinitions(owner)
                                            .globalSecondaryIndexUpdates(byOwner()));
            assertEquals(
                    "ACTIVE",
                    updated.tableDescription()
                            .globalSecondaryIndexes()
                            .getFirst()
                            .indexStatusAsString());
            var owned =
                    client.queryPaginator(
                            query ->
                                    query.tableName("leases")
                                            .indexName("byOwner")
                                            .keyConditionExpression("leaseOwner = :owner")
                                            .expressionAttributeValues(
                                                    Map.of(":owner", text("worker-1"))));
            assertEquals(
                    List.of(
                            Map.of(
                                    "leaseKey", text("shardId-0"),
                                    "leaseOwner", text("worker-1"))),
                    owned.items().stream().toList());
            var cancelled =
                    assertThrows(
                            TransactionCanceledException.class,
                            () ->
                                    client.transactWriteItems(
                                            it -> it.transactItems(stealing(key, "0"))));
            assertEquals(
                    "ConditionalCheckFailed", cancelled.cancellationReasons().getFirst().code());
            client.transactWriteItems(it -> it.transactItems(stealing(key, "1")));
            assertEquals(
                    "worker-2",
                    client.getItem(get -> get.tableName("leases").key(key).consistentRead(true))
                            .item()
                            .get("leaseOwner")
                            .s());
            client.deleteTable(it -> it.tableName("leases"));
            client.waiter().waitUntilTableNotExists(it -> it.tableName("leases"));
        }
    }

    private static GlobalSecondaryIndexUpdate byOwner() {
        var key = KeySchemaElement.builder().attributeName("leaseOwner").keyType(KeyType.HASH);
        var keysOnly = Projection.builder().projectionType(ProjectionType.KEYS_ONLY);
        return GlobalSecondaryIndexUpdate.builder()
                .create(
                        CreateGlobalSecondaryIndexAction.builder()
                                .indexName("byOwner")
                                .keySchema(key.build())
                                .projection(keysOnly.build())
                                .build())
                .build();
    }

    private static TransactWriteItem stealing(Map<String, AttributeValue> key, String counter) {
        return TransactWriteItem.builder()
                .update(
                        update ->
                                update.tableName("leases")
                                        .key(key)
                                        .updateExpression("SET leaseOwner = :owner")
                                        .conditionExpression("leaseCounter = :counter")
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":owner", text("worker-2"),
                                                        ":counter", AttributeValue.fromN(counter))))
                .build();
    }

    private static ExpectedAttributeValue is(String number) {
        return ExpectedAttributeValue.builder().value(AttributeValue.fromN(number)).build();
    }

    private static AttributeValueUpdate put(AttributeValue value) {
        return AttributeValueUpdate.builder().action(AttributeAction.PUT).value(value).build();
    }

    @Test
    void theCliMakesFillsAndReadsATable(Shell shell) throws Exception {
        Tools.cliVersion(shell);
        assertEquals(
                List.of(
                        "ACTIVE",
                        "created",
                        "an item: 12.5",
                        "An error occurred (ConditionalCheckFailedException) when calling the"
                                + " PutItem operation: The conditional request failed",
                        "25 45 items",
                        "page of 7 and 38",
                        "ENABLED expires",
                        "team=a",
                        "gone"),
                shell.run("bash", TestFiles.of("sh/tables.sh").toString()).succeeded().lines());
    }

    @Test
    void theIdempotentConsumerDoesNothingTwice(Shell shell) throws Exception {
        Tools.needBoto3(shell);
        try (var kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("events").shardCount(1));
            for (String event : List.of("a", "b", "a", "c", "b", "a"))
                kinesis.putRecord(
                        put ->
                                put.streamName("events")
                                        .partitionKey("k")
                                        .data(
                                                software.amazon.awssdk.core.SdkBytes.fromUtf8String(
                                                        event)));
        }
        assertEquals(
                List.of(
                        "first 3 again 3",
                        "Provided list of item keys contains duplicates",
                        "rows [\"a\", \"b\", \"c\"]",
                        "total 3"),
                shell.run(
                                "python3",
                                Shell.PROJECT.resolve("examples/idempotent_consumer.py").toString(),
                                "events",
                                "seen")
                        .succeeded()
                        .lines());
    }
}
