package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.Kinesis;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The errors of every operation, word for word.
///
/// R: recorded from the service. E: as emulators and client libraries have it. U: the service's own
/// words are unknown; only the type is meant to last.
class ErrorTextsTest {
    record Case(String name, Ask<?> ask, String expected) {}

    record Ask<I extends Shape>(OperationType<I, ?> type, I input) {
        String error(Service service) {
            return service.error(type, input);
        }
    }

    static <I extends Shape> Case refused(
            String name, OperationType<I, ?> type, I input, String expected) {
        return new Case(name, new Ask<>(type, input), expected);
    }

    /// Stream `s` has two open shards, `demand` is on-demand, `old` was deleted.
    private static Service service() throws Exception {
        Service service = Service.aws().create("s", 2).create("old", 1);
        service.call(Kinesis.DELETE_STREAM, DeleteStreamInput.builder().streamName("old").build());
        service.call(
                Kinesis.CREATE_STREAM, CreateStreamInput.builder().streamName("demand").build());
        return service;
    }

    @TestFactory
    Stream<DynamicTest> theTextIsTheServices() {
        return AttributeTexts.all().stream()
                .map(
                        each ->
                                DynamicTest.dynamicTest(
                                        each.name(),
                                        () ->
                                                assertEquals(
                                                        each.expected(),
                                                        each.ask().error(service()))));
    }
}
