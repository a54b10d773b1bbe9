package dev.millrace.dynamodb;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.JsonReader;
import dev.millrace.model.JsonWriter;
import dev.millrace.model.Nothing;
import dev.millrace.model.Operation;
import dev.millrace.model.Shape;
import dev.millrace.model.Violations;
import dev.millrace.stream.StorageEngine;
import dev.millrace.testkit.ManualClock;
import dev.millrace.testkit.MemoryEngine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// The API as a client has it: documents in, documents or errors out. Quotes may be written as `'`.
final class Desk {
    static final Caller CALLER = new Caller("123456789012", "eu-west-1", "key");
    static final DynamoDbConfig CONFIG =
            new DynamoDbConfig(4 << 20, 3, Duration.ZERO, Duration.ofSeconds(10));
    private static final ObjectMapper JSON = new ObjectMapper();

    final ManualClock clock;
    final Tables tables;
    final DynamoDbApi api;

    Desk() {
        this(CONFIG);
    }

    Desk(DynamoDbConfig config) {
        clock = new ManualClock(1_700_000_000_000L);
        tables = new Tables();
        var engine = new MemoryEngine(clock, Map.of(Tables.LEDGER, tables));
        api = DynamoDbApi.open(engine, tables, clock, config, Runnable::run);
    }

    Desk(ManualClock clock, Tables tables, StorageEngine engine) {
        this.clock = clock;
        this.tables = tables;
        api = DynamoDbApi.open(engine, tables, clock, CONFIG, Runnable::run);
    }

    /// The answer, an object whose members are in any order.
    Map<?, ?> call(String operation, String input) throws Exception {
        for (Operation<?, ?> each : api.operations())
            if (each.type().name().equals(operation)) return answer(each, input);
        throw new AssertionError("there is no " + operation);
    }

    private static <I extends Shape, O extends Shape> Map<?, ?> answer(
            Operation<I, O> operation, String input) throws Exception {
        byte[] bytes = input.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        var reader = new JsonReader(bytes, 0, bytes.length);
        I shape = operation.type().input().read(reader);
        reader.end();
        if (reader.fault() != null) throw new AssertionError(reader.fault());
        var violations = new Violations();
        operation.type().input().validate(shape, violations);
        if (!violations.isEmpty()) throw ApiErrors.validation(violations.message());
        O output = ((Handler.Blocking<I, O>) operation.handler()).handle(CALLER, shape);
        if (output == Nothing.NOTHING) return Map.of();
        var writer = new JsonWriter(1000);
        output.write(writer);
        return JSON.readValue(writer.toByteArray(), Map.class);
    }

    /// What is refused, and how: the error's name, a colon, its message.
    String refusal(String operation, String input) throws Exception {
        try {
            return "answered: " + call(operation, input);
        } catch (ApiException refused) {
            return refused.type() + ": " + refused.getMessage();
        }
    }

    /// What lies at a path, which must be there.
    static Object at(Map<?, ?> document, Object... path) {
        Object at = document;
        for (Object step : path) {
            Object inner = at instanceof Map<?, ?> map ? map.get(step) : null;
            if (inner == null) throw new AssertionError("no " + step + " in " + at);
            at = inner;
        }
        return at;
    }

    static Map<?, ?> json(String text) throws Exception {
        return JSON.readValue(text.replace('\'', '"'), Map.class);
    }

    /// A table with a partition key `p`, a text, a sort key `s`, a number, and an index by `g`.
    void createTable(String name) throws Exception {
        call(
                "CreateTable",
                """
                {'TableName': '%s', 'BillingMode': 'PAY_PER_REQUEST',
                 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'},
                               {'AttributeName': 's', 'KeyType': 'RANGE'}],
                 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'},
                                          {'AttributeName': 's', 'AttributeType': 'N'},
                                          {'AttributeName': 'g', 'AttributeType': 'S'}],
                 'GlobalSecondaryIndexes': [{'IndexName': 'byG',
                    'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}],
                    'Projection': {'ProjectionType': 'ALL'}}]}
                """
                        .formatted(name));
    }
}
