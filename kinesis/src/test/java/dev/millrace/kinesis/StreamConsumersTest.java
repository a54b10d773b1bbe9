package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.ApiException;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.Consumer;
import dev.millrace.model.kinesis.ConsumerDescription;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.DeregisterStreamConsumerInput;
import dev.millrace.model.kinesis.DescribeStreamConsumerInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListStreamConsumersInput;
import dev.millrace.model.kinesis.ListStreamConsumersOutput;
import dev.millrace.model.kinesis.ListTagsForResourceInput;
import dev.millrace.model.kinesis.MinimumThroughputBillingCommitmentInput;
import dev.millrace.model.kinesis.RegisterStreamConsumerInput;
import dev.millrace.model.kinesis.StreamDescriptionSummary;
import dev.millrace.model.kinesis.Tag;
import dev.millrace.model.kinesis.TagResourceInput;
import dev.millrace.model.kinesis.UntagResourceInput;
import dev.millrace.model.kinesis.UpdateAccountSettingsInput;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class StreamConsumersTest {
    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final String STREAM = "arn:aws:kinesis:eu-central-1:123456789012:stream/s";
    private static final String NOT_FOUND =
            "ResourceNotFoundException: Consumer c, account 123456789012 not found.";

    private static RegisterStreamConsumerInput register(String name) {
        return RegisterStreamConsumerInput.builder().streamARN(STREAM).consumerName(name).build();
    }

    private static Consumer registered(Service service, String name) throws Exception {
        return Objects.requireNonNull(
                service.call(Kinesis.REGISTER_STREAM_CONSUMER, register(name)).consumer());
    }

    private static DescribeStreamConsumerInput byName(String name) {
        return DescribeStreamConsumerInput.builder().streamARN(STREAM).consumerName(name).build();
    }

    private static ConsumerDescription described(Service service, String name) throws Exception {
        return Objects.requireNonNull(
                service.call(Kinesis.DESCRIBE_STREAM_CONSUMER, byName(name)).consumerDescription());
    }

    private static void deregister(Service service, String name) throws Exception {
        service.call(
                Kinesis.DEREGISTER_STREAM_CONSUMER,
                DeregisterStreamConsumerInput.builder()
                        .streamARN(STREAM)
                        .consumerName(name)
                        .build());
    }

    private static StreamDescriptionSummary summary(Service service) throws Exception {
        return Objects.requireNonNull(
                service.call(
                                Kinesis.DESCRIBE_STREAM_SUMMARY,
                                DescribeStreamSummaryInput.builder().streamName("s").build())
                        .streamDescriptionSummary());
    }

    private static Service delayed() throws Exception {
        Service service = new Service(Service.config(LimitsProfile.AWS, DELAY)).create("s", 1);
        service.pass(DELAY.plusMillis(20));
        return service;
    }

    @Test
    void aConsumerIsCreatingAtFirstAndDeletingAtLast() throws Exception {
        Service service = delayed();
        Consumer consumer = registered(service, "c");
        Instant now = Instant.ofEpochMilli(service.clock.wallMs());
        String arn = STREAM + "/consumer/c:" + now.getEpochSecond();
        assertEquals(new Consumer("c", arn, "CREATING", now), consumer);
        assertEquals(
                new ConsumerDescription("c", arn, "CREATING", now, STREAM),
                described(service, "c"));
        service.pass(DELAY.plusMillis(20));
        assertEquals("ACTIVE", described(service, "c").consumerStatus());
        assertEquals(1, summary(service).consumerCount());
        deregister(service, "c");
        assertEquals("DELETING", described(service, "c").consumerStatus());
        deregister(service, "c");
        service.pass(DELAY.plusMillis(20));
        assertEquals(NOT_FOUND, service.error(Kinesis.DESCRIBE_STREAM_CONSUMER, byName("c")));
        assertEquals(0, summary(service).consumerCount());
    }

    @Test
    void withoutDelayTheAnswerIsStillCreating() throws Exception {
        Service service = Service.aws().create("s", 1);
        assertEquals("CREATING", registered(service, "c").consumerStatus());
        assertEquals("ACTIVE", described(service, "c").consumerStatus());
    }

    @Test
    void aConsumerIsNamedByItsArnOrByItsStreamAndName() throws Exception {
        Service service = Service.aws().create("s", 1).create("t", 1);
        String arn = Objects.requireNonNull(registered(service, "c").consumerARN());
        ConsumerDescription expected = described(service, "c");
        var stream = new StreamName(Service.ACCOUNT, Service.REGION, "s");
        String id = Objects.requireNonNull(service.catalog.find(stream)).id();
        for (DescribeStreamConsumerInput input :
                List.of(
                        DescribeStreamConsumerInput.builder().consumerARN(arn).build(),
                        DescribeStreamConsumerInput.builder()
                                .consumerARN(arn)
                                .streamARN(STREAM)
                                .consumerName("c")
                                .streamId(id)
                                .build(),
                        DescribeStreamConsumerInput.builder()
                                .streamId(id)
                                .consumerName("c")
                                .build()))
            assertEquals(
                    expected,
                    service.call(Kinesis.DESCRIBE_STREAM_CONSUMER, input).consumerDescription());
        String disagreement =
                "InvalidArgumentException: ConsumerARN, StreamARN and ConsumerName do not name the"
                        + " same consumer.";
        assertEquals(
                disagreement,
                service.error(
                        Kinesis.DESCRIBE_STREAM_CONSUMER,
                        DescribeStreamConsumerInput.builder()
                                .consumerARN(arn)
                                .consumerName("d")
                                .build()));
        assertEquals(
                disagreement,
                service.error(
                        Kinesis.DEREGISTER_STREAM_CONSUMER,
                        DeregisterStreamConsumerInput.builder()
                                .consumerARN(arn)
                                .streamARN(STREAM.replace("/s", "/t"))
                                .build()));
    }

    @Test
    void anArnOfAnEarlierConsumerOfTheNameIsNotThisOne() throws Exception {
        Service service = Service.aws().create("s", 1);
        String arn = Objects.requireNonNull(registered(service, "c").consumerARN());
        deregister(service, "c");
        service.pass(Duration.ofSeconds(1));
        registered(service, "c");
        assertEquals(
                NOT_FOUND,
                service.error(
                        Kinesis.DESCRIBE_STREAM_CONSUMER,
                        DescribeStreamConsumerInput.builder().consumerARN(arn).build()));
    }

    @Test
    void aStreamHasTwentyConsumersOrFiftyForACommitment() throws Exception {
        Service service = Service.aws().create("s", 1);
        for (int i = 0; i < 20; i++) registered(service, "c" + i);
        assertLimit(service, "LimitExceededException: Stream s under account 123456789012 has 20");
        service.call(
                Kinesis.UPDATE_ACCOUNT_SETTINGS,
                UpdateAccountSettingsInput.builder()
                        .minimumThroughputBillingCommitment(
                                new MinimumThroughputBillingCommitmentInput("ENABLED"))
                        .build());
        for (int i = 20; i < 50; i++) registered(service, "c" + i);
        assertLimit(service, "LimitExceededException: Stream s under account 123456789012 has 50");
    }

    @Test
    void fiveConsumersAreCreatedAtATime() throws Exception {
        Service service = delayed();
        for (int i = 0; i < 5; i++) registered(service, "c" + i);
        assertLimit(
                service,
                "LimitExceededException: Account 123456789012 has 5 consumers in state CREATING");
        service.pass(DELAY.plusMillis(20));
        registered(service, "c5");
    }

    private static void assertLimit(Service service, String expected) {
        String error = service.error(Kinesis.REGISTER_STREAM_CONSUMER, register("more"));
        assertEquals(expected, error.substring(0, Math.min(error.length(), expected.length())));
    }

    private static ListStreamConsumersInput.Builder list() {
        return ListStreamConsumersInput.builder().streamARN(STREAM);
    }

    private static List<String> names(ListStreamConsumersOutput page) {
        return Objects.requireNonNull(page.consumers()).stream()
                .map(each -> Objects.requireNonNull(each.consumerName()))
                .toList();
    }

    @Test
    void theListGoesOnFromPageToPage() throws Exception {
        Service service = Service.unlimited().create("s", 1).create("t", 1);
        var expected = new ArrayList<String>();
        for (int i = 0; i < 120; i++) {
            expected.add("c%03d".formatted(i));
            registered(service, expected.get(i));
        }
        ListStreamConsumersOutput first =
                service.call(Kinesis.LIST_STREAM_CONSUMERS, list().build());
        assertEquals(expected.subList(0, 100), names(first));
        ListStreamConsumersOutput second =
                service.call(
                        Kinesis.LIST_STREAM_CONSUMERS,
                        list().nextToken(first.nextToken()).maxResults(20).build());
        assertEquals(expected.subList(100, 120), names(second));
        assertNull(second.nextToken());
        assertEquals(
                expected,
                names(
                        service.call(
                                Kinesis.LIST_STREAM_CONSUMERS, list().maxResults(10_000).build())));
        String token = first.nextToken();
        assertEquals(
                "InvalidArgumentException: Invalid NextToken.",
                service.error(
                        Kinesis.LIST_STREAM_CONSUMERS,
                        ListStreamConsumersInput.builder()
                                .streamARN(STREAM.replace("/s", "/t"))
                                .nextToken(token)
                                .build()));
        service.pass(Duration.ofMillis(PageTokens.LIFETIME_MS));
        service.call(Kinesis.LIST_STREAM_CONSUMERS, list().nextToken(token).build());
        service.pass(Duration.ofMillis(1));
        assertEquals(
                "ExpiredNextTokenException: The NextToken has expired.",
                service.error(Kinesis.LIST_STREAM_CONSUMERS, list().nextToken(token).build()));
    }

    @Test
    void theTimeOfCreationTellsStreamsOfOneNameApart() throws Exception {
        Service service = Service.aws().create("s", 1);
        Instant created = Instant.ofEpochMilli(Service.START_MS);
        registered(service, "c");
        assertEquals(
                List.of("c"),
                names(
                        service.call(
                                Kinesis.LIST_STREAM_CONSUMERS,
                                list().streamCreationTimestamp(created).build())));
        assertEquals(
                "ResourceNotFoundException: Stream s under account 123456789012 not found.",
                service.error(
                        Kinesis.LIST_STREAM_CONSUMERS,
                        list().streamCreationTimestamp(created.minusSeconds(1)).build()));
    }

    private static DeleteStreamInput delete(@Nullable Boolean enforced) {
        return DeleteStreamInput.builder()
                .streamName("s")
                .enforceConsumerDeletion(enforced)
                .build();
    }

    @Test
    void aStreamTakesItsConsumersWithItOnlyWhenToldTo() throws Exception {
        Service service = delayed();
        registered(service, "c");
        service.pass(DELAY.plusMillis(20));
        String refusal =
                "ResourceInUseException: DeleteStream can’t delete 123456789012:s because there are"
                        + " consumers associated with this data stream. To delete s anyway, set"
                        + " the EnforceConsumerDeletion parameter to true to force the deletion of"
                        + " all the consumers that are associated with it.";
        assertEquals(refusal, service.error(Kinesis.DELETE_STREAM, delete(null)));
        assertEquals(refusal, service.error(Kinesis.DELETE_STREAM, delete(false)));
        service.call(Kinesis.DELETE_STREAM, delete(true));
        assertEquals("DELETING", described(service, "c").consumerStatus());
        service.pass(DELAY.plusMillis(20));
        service.create("s", 1);
        service.pass(DELAY.plusMillis(20));
        assertEquals(NOT_FOUND, service.error(Kinesis.DESCRIBE_STREAM_CONSUMER, byName("c")));
    }

    private static List<Tag> tags(Service service, String arn) throws Exception {
        return Objects.requireNonNull(
                service.call(
                                Kinesis.LIST_TAGS_FOR_RESOURCE,
                                ListTagsForResourceInput.builder().resourceARN(arn).build())
                        .tags());
    }

    @Test
    void aConsumerCarriesTags() throws Exception {
        Service service = Service.aws().create("s", 1);
        String arn =
                Objects.requireNonNull(
                        Objects.requireNonNull(
                                        service.call(
                                                        Kinesis.REGISTER_STREAM_CONSUMER,
                                                        RegisterStreamConsumerInput.builder()
                                                                .streamARN(STREAM)
                                                                .consumerName("c")
                                                                .tags(Map.of("team", "red"))
                                                                .build())
                                                .consumer())
                                .consumerARN());
        assertEquals(List.of(new Tag("team", "red")), tags(service, arn));
        service.call(
                Kinesis.TAG_RESOURCE,
                TagResourceInput.builder()
                        .resourceARN(arn)
                        .tags(Map.of("team", "blue", "a", "b"))
                        .build());
        assertEquals(List.of(new Tag("a", "b"), new Tag("team", "blue")), tags(service, arn));
        service.call(
                Kinesis.UNTAG_RESOURCE,
                UntagResourceInput.builder()
                        .resourceARN(arn)
                        .tagKeys(List.of("a", "absent"))
                        .build());
        assertEquals(List.of(new Tag("team", "blue")), tags(service, arn));
        assertEquals(List.of(), tags(service, STREAM));
        var many = new HashMap<String, String>();
        for (int i = 0; i < 50; i++) many.put("k" + i, "v");
        var tooMany = TagResourceInput.builder().resourceARN(arn).tags(many).build();
        assertNotNull(service.error(Kinesis.TAG_RESOURCE, tooMany));
        assertEquals(1, tags(service, arn).size());
    }

    @Test
    void aConsumerThatIsNotActiveKeepsItsTags() throws Exception {
        Service service = delayed();
        Consumer consumer = registered(service, "c");
        String expected =
                "ResourceInUseException: Consumer c with creation timestamp %d under stream s and"
                                .formatted(service.clock.wallMs() / 1_000)
                        + " account 123456789012 is not in ACTIVE status.";
        assertEquals(
                expected,
                service.error(
                        Kinesis.TAG_RESOURCE,
                        TagResourceInput.builder()
                                .resourceARN(consumer.consumerARN())
                                .tags(Map.of("a", "b"))
                                .build()));
    }

    @Test
    void othersConsumersAreNotFound() throws Exception {
        Service service = Service.aws().create("s", 1);
        String arn = Objects.requireNonNull(registered(service, "c").consumerARN());
        var input = DescribeStreamConsumerInput.builder().consumerARN(arn).build();
        service.call(Kinesis.DESCRIBE_STREAM_CONSUMER, input);
        assertEquals(
                "ResourceNotFoundException",
                otherRegion(service, Kinesis.DESCRIBE_STREAM_CONSUMER, input));
    }

    private static <I extends Shape, O extends Shape> String otherRegion(
            Service service, OperationType<I, O> type, I input) throws Exception {
        var answer = service.start(Service.OTHERS.get(1), type, input);
        return assertThrows(ApiException.class, answer::get).type();
    }
}
