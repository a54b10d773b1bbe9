package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.ApiException;
import dev.millrace.model.EventSource;
import dev.millrace.model.EventSource.Next;
import dev.millrace.model.kinesis.ChildShard;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.Record;
import dev.millrace.model.kinesis.StartingPosition;
import dev.millrace.model.kinesis.SubscribeToShardEvent;
import dev.millrace.model.kinesis.SubscribeToShardInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.CatalogCommand;
import dev.millrace.stream.Meters;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Subscriptions at a time that stands still until it is moved.
class SubscribeToShardTest {
    private static final String HALF = "170141183460469231731687303715884105728";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int MIB = 1 << 20;
    private static final List<String> CONSUMERS = List.of("c", "d", "e", "f");
    private static final String ARN =
            "arn:aws:kinesis:%s:%s:stream/s/consumer/".formatted(Service.REGION, Service.ACCOUNT);

    private final Service service;
    private final Subscriptions subscriptions;
    private final Meters meters = new Meters();
    private final SubscribeToShard operation;

    SubscribeToShardTest() throws Exception {
        service = Service.unlimited().create("s", 1);
        subscriptions =
                new Subscriptions(
                        new FanOutConfig(3, 0, 0).effective(LimitsProfile.AWS),
                        service.clock,
                        Thread::startVirtualThread);
        var address =
                new StreamAddress(
                        service.catalog, new MissingStreams(service.catalog, service.clock));
        operation =
                new SubscribeToShard(
                        service.catalog,
                        new ConsumerAddress(service.catalog, address),
                        new ShardReader(service.engine),
                        meters,
                        service.clock,
                        subscriptions);
        for (String name : CONSUMERS) {
            int number = CONSUMERS.indexOf(name);
            submit(new CatalogCommand.Register(number, 0, name, Map.of(), Service.START_MS, 0));
            submit(new CatalogCommand.SettleConsumer(number));
        }
    }

    private void submit(CatalogCommand command) throws Exception {
        service.engine.ledger(Catalog.LEDGER).submit(command.encode(), List.of());
    }

    private static String arn(String consumer) {
        return ARN + consumer + ":" + Service.START_MS / 1_000;
    }

    /// A subscription, its waker's calls, and where it stands.
    private static final class Client {
        final EventSource<?> source;
        final BlockingQueue<String> woken = new LinkedBlockingQueue<>();

        Client(EventSource<?> source) {
            this.source = source;
        }

        Next<?> poll() throws ApiException {
            return source.poll(MIB, () -> woken.add("woken"));
        }

        SubscribeToShardEvent event() throws ApiException {
            return assertInstanceOf(
                    SubscribeToShardEvent.class, assertInstanceOf(Next.Now.class, poll()).event());
        }

        /// Past the event with which every subscription begins.
        Client begun() throws ApiException {
            event();
            return this;
        }

        void assertWaits() throws ApiException {
            woken.clear();
            assertInstanceOf(Next.Later.class, poll());
        }

        void assertWoken() throws InterruptedException {
            assertNotNull(woken.poll(20, TimeUnit.SECONDS));
        }

        void assertEnded() throws ApiException {
            assertInstanceOf(Next.End.class, poll());
        }

        String error() {
            ApiException error = assertThrows(ApiException.class, this::poll);
            return error.type() + ": " + error.getMessage();
        }
    }

    private static SubscribeToShardInput.Builder input(
            String consumer, int shard, StartingPosition position) {
        return SubscribeToShardInput.builder()
                .consumerARN(arn(consumer))
                .shardId("shardId-%012d".formatted(shard))
                .startingPosition(position);
    }

    private static StartingPosition at(String type) {
        return new StartingPosition(type, null, null);
    }

    private Client open(SubscribeToShardInput.Builder input) throws Exception {
        return new Client(operation.handle(Service.CALLER, input.build()).events());
    }

    private Client open(String consumer, int shard, String type) throws Exception {
        return open(input(consumer, shard, at(type)));
    }

    private String error(SubscribeToShardInput.Builder input) {
        ApiException error = assertThrows(ApiException.class, () -> open(input));
        return error.type() + ": " + error.getMessage();
    }

    private void pass(Duration time) {
        service.clock.advance(time);
        subscriptions.doWork(service.clock.nanos());
    }

    private static List<String> texts(SubscribeToShardEvent event) {
        return Objects.requireNonNull(event.records()).stream()
                .map(Record::data)
                .map(data -> Objects.requireNonNull(data).toByteArray())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static BigInteger number(@Nullable String sequenceNumber) {
        return new BigInteger(Objects.requireNonNull(sequenceNumber));
    }

    // ---- where it begins

    @Test
    void theHorizonIsTheBeginningAndTheTipIsNow() throws Exception {
        service.put("s", "k", "1");
        service.put("s", "k", "2");
        Client horizon = open("c", 0, "TRIM_HORIZON");
        assertEquals(List.of("1", "2"), texts(horizon.event()));
        Client tip = open("d", 0, "LATEST");
        assertEquals(List.of(), texts(tip.event()));
        service.put("s", "k", "3");
        assertEquals(List.of("3"), texts(tip.event()));
        assertEquals(List.of("3"), texts(horizon.event()));
    }

    @Test
    void numbersBeginAtOrAfterTheirRecord() throws Exception {
        service.put("s", "k", "1");
        String second = service.put("s", "k", "2").sequenceNumber();
        service.put("s", "k", "3");
        assertEquals(
                List.of("2", "3"),
                texts(
                        open(input(
                                        "c",
                                        0,
                                        new StartingPosition("AT_SEQUENCE_NUMBER", second, null)))
                                .event()));
        assertEquals(
                List.of("3"),
                texts(
                        open(input(
                                        "d",
                                        0,
                                        new StartingPosition(
                                                "AFTER_SEQUENCE_NUMBER", second, null)))
                                .event()));
    }

    @Test
    void aTimeBeginsAtTheFirstRecordOfThenOrLater() throws Exception {
        service.put("s", "k", "1");
        service.clock.advance(SECOND);
        service.put("s", "k", "2");
        Instant then = Instant.ofEpochMilli(service.clock.wallMs());
        assertEquals(
                List.of("2"),
                texts(
                        open(input("c", 0, new StartingPosition("AT_TIMESTAMP", null, then)))
                                .event()));
    }

    @Test
    void whatHasExpiredIsSkipped() throws Exception {
        service.put("s", "k", "1");
        service.clock.advance(Duration.ofHours(24).plusMillis(1));
        Client client = open("c", 0, "TRIM_HORIZON");
        assertEquals(List.of(), texts(client.event()));
        service.put("s", "k", "2");
        assertEquals(List.of("2"), texts(client.event()));
    }

    // ---- what it says

    /// Source: recorded from the service, facts §1.7.
    @Test
    void theContinuationOfAnEventIsTheNumberOfItsLastRecord() throws Exception {
        service.put("s", "k", "1");
        String last = service.put("s", "k", "2").sequenceNumber();
        SubscribeToShardEvent event = open("c", 0, "TRIM_HORIZON").event();
        assertEquals(last, event.continuationSequenceNumber());
        assertEquals(0L, event.millisBehindLatest());
        assertNull(event.childShards());
    }

    @Test
    void silenceIsBrokenWithinFiveSecondsByAnEventWhoseContinuationAdvances() throws Exception {
        service.put("s", "k", "1");
        Client client = open("c", 0, "TRIM_HORIZON");
        BigInteger before = number(client.event().continuationSequenceNumber());
        for (int i = 0; i < 10; i++) {
            client.assertWaits();
            pass(Duration.ofMillis(4_400));
            assertTrue(client.woken.isEmpty());
            pass(Duration.ofMillis(200));
            client.assertWoken();
            SubscribeToShardEvent idle = client.event();
            assertEquals(List.of(), idle.records());
            assertEquals(0L, idle.millisBehindLatest());
            BigInteger continuation = number(idle.continuationSequenceNumber());
            assertTrue(continuation.compareTo(before) > 0);
            before = continuation;
        }
        service.put("s", "k", "2");
        assertTrue(number(client.event().continuationSequenceNumber()).compareTo(before) > 0);
    }

    @Test
    void aContinuationGoesOnWithoutGapOrRepetition() throws Exception {
        Client client = open("c", 0, "LATEST");
        String empty = client.event().continuationSequenceNumber();
        service.put("s", "k", "1");
        pass(Duration.ofSeconds(5));
        assertEquals(List.of("1"), texts(after(empty).event()));
        client.event();
        pass(Duration.ofSeconds(5));
        String idle = client.event().continuationSequenceNumber();
        service.put("s", "k", "2");
        assertEquals(List.of("2"), texts(after(idle).event()));
    }

    private Client after(@Nullable String continuation) throws Exception {
        return open(
                input("d", 0, new StartingPosition("AFTER_SEQUENCE_NUMBER", continuation, null)));
    }

    @Test
    void theLagIsTheAgeOfTheLastRecordOfAnEventThatLeavesSome() throws Exception {
        service.putAll("s", Service.entries(1, MIB - 1));
        service.clock.advance(SECOND);
        service.putAll("s", Service.entries(1, MIB - 1));
        service.clock.advance(SECOND);
        Client client = open("c", 0, "TRIM_HORIZON");
        assertEquals(2_000L, client.event().millisBehindLatest());
        assertEquals(0L, client.event().millisBehindLatest());
    }

    @Test
    void anEventHoldsAMebibyteOrOneLargerRecord() throws Exception {
        service.putAll("s", Service.entries(3, 400_000));
        Client client = open("c", 0, "TRIM_HORIZON");
        assertEquals(2, Objects.requireNonNull(client.event().records()).size());
        assertEquals(1, Objects.requireNonNull(client.event().records()).size());
    }

    @Test
    void aRecordLargerThanAllowedIsGivenToWhoAllowsIt() throws Exception {
        service.putAll("s", Service.entries(1, 100_000));
        Client client = open("c", 0, "TRIM_HORIZON");
        for (int i = 0; i < 2; i++)
            assertEquals(new Next.Larger<>(100_001), client.source.poll(100_000, () -> {}));
        assertInstanceOf(Next.Now.class, client.source.poll(100_001, () -> {}));
    }

    // ---- waking

    @Test
    void aRecordWakesWhoWaitsForItsShard() throws Exception {
        service.create("t", 1);
        Client client = open("c", 0, "LATEST").begun();
        client.assertWaits();
        service.put("t", "k", "other");
        service.put("s", "k", "1");
        client.assertWoken();
        assertEquals(List.of("1"), texts(client.event()));
    }

    @Test
    void whoHasLeftIsForgotten() throws Exception {
        Client client = open("c", 0, "LATEST").begun();
        client.assertWaits();
        assertEquals(1, service.engine.watchers());
        assertEquals(1, subscriptions.count());
        client.source.close();
        client.source.close();
        assertEquals(0, service.engine.watchers());
        assertEquals(0, subscriptions.count());
        client.assertEnded();
    }

    // ---- the end

    @Test
    void aSubscriptionEndsAfterFiveMinutes() throws Exception {
        Client client = open("c", 0, "LATEST").begun();
        pass(Duration.ofMinutes(5).minusMillis(1));
        client.begun();
        client.assertWaits();
        pass(Duration.ofMillis(1));
        client.assertWoken();
        client.assertEnded();
    }

    @Test
    void aSplitEndsTheSubscriptionWithItsChildren() throws Exception {
        Client client = open("c", 0, "LATEST").begun();
        service.put("s", "k", "last");
        service.split("s", 0, HALF);
        SubscribeToShardEvent last = client.event();
        assertEquals(List.of("last"), texts(last));
        assertNotNull(last.continuationSequenceNumber());
        assertNull(last.childShards());
        SubscribeToShardEvent end = client.event();
        assertEquals(List.of(), end.records());
        assertNull(end.continuationSequenceNumber());
        assertEquals(
                List.of("shardId-000000000001", "shardId-000000000002"),
                Objects.requireNonNull(end.childShards()).stream()
                        .map(ChildShard::shardId)
                        .toList());
        client.assertEnded();
    }

    @Test
    void whoWaitsAtASplitIsWoken() throws Exception {
        Client client = open("c", 0, "LATEST").begun();
        client.assertWaits();
        service.split("s", 0, HALF);
        client.assertWoken();
        assertNotNull(client.event().childShards());
    }

    @Test
    void whoBeginsAtTheTipOfAClosedShardIsToldItsChildrenAtOnce() throws Exception {
        service.split("s", 0, HALF);
        Client client = open("c", 0, "LATEST");
        assertNotNull(client.event().childShards());
        client.assertEnded();
    }

    @Test
    void theDeletionOfTheStreamIsAnError() throws Exception {
        Client client = open("c", 0, "LATEST").begun();
        client.assertWaits();
        service.call(
                Kinesis.DELETE_STREAM,
                DeleteStreamInput.builder().streamName("s").enforceConsumerDeletion(true).build());
        client.assertWoken();
        assertEquals(
                "ResourceNotFoundException: Stream s under account 123456789012 not found.",
                client.error());
    }

    @Test
    void theDeletionOfTheConsumerIsAnErrorWithinASecond() throws Exception {
        Client client = open("c", 0, "LATEST").begun();
        client.assertWaits();
        submit(new CatalogCommand.Deregister(0, 0));
        pass(SECOND);
        client.assertWoken();
        assertEquals(
                "ResourceNotFoundException: Consumer c, account 123456789012 not found.",
                client.error());
    }

    // ---- who may subscribe

    /// Source: recorded from the service and documented, facts §4.
    @Test
    void withinFiveSecondsOfASuccessTheShardIsTaken() throws Exception {
        Client first = open("c", 0, "LATEST").begun();
        String taken =
                "ResourceInUseException: Another active subscription exists for this consumer:"
                        + " 123456789012:s:shardId-000000000000:c";
        assertEquals(taken, error(input("c", 0, at("LATEST"))));
        open("d", 0, "LATEST");
        first.source.close();
        pass(Duration.ofMillis(4_999));
        assertEquals(taken, error(input("c", 0, at("LATEST"))));
        pass(Duration.ofMillis(1));
        open("c", 0, "LATEST");
    }

    @Test
    void afterFiveSecondsTheNextOneTakesOverAndTheFormerEnds() throws Exception {
        Client first = open("c", 0, "LATEST").begun();
        first.assertWaits();
        pass(Duration.ofMillis(4_400));
        pass(Duration.ofMillis(600));
        first.woken.clear();
        first.begun();
        first.assertWaits();
        Client second = open("c", 0, "LATEST").begun();
        first.assertWoken();
        first.assertEnded();
        first.source.close();
        service.put("s", "k", "1");
        assertEquals(List.of("1"), texts(second.event()));
        assertEquals(1, subscriptions.count());
    }

    @Test
    void theFormersEndDoesNotEndItsSuccessor() throws Exception {
        Client first = open("c", 0, "LATEST");
        pass(Duration.ofSeconds(5));
        Client second = open("c", 0, "LATEST");
        first.source.close();
        pass(Duration.ofSeconds(5));
        open("c", 0, "LATEST");
        second.assertEnded();
    }

    @Test
    void oneCallASecondAndNotOneMore() throws Exception {
        open("c", 0, "LATEST").source.close();
        open("d", 0, "LATEST");
        open("e", 0, "LATEST");
        pass(Duration.ofSeconds(5));
        var input = input("f", 0, at("LATEST"));
        open("c", 0, "LATEST");
        assertEquals(
                "LimitExceededException: This server has 3 subscriptions, as many as its setting"
                        + " kinesis.fan-out.subscriptions allows.",
                error(input));
        assertEquals(
                "LimitExceededException: Rate exceeded for stream s under account 123456789012.",
                error(input));
        pass(SECOND);
        assertTrue(error(input).contains("This server has 3"));
    }

    @Test
    void whoTakesOverIsNotOneTooMany() throws Exception {
        for (String consumer : List.of("c", "d", "e")) open(consumer, 0, "LATEST");
        pass(Duration.ofSeconds(5));
        open("c", 0, "LATEST");
    }

    @Test
    void aConsumerThatIsNotActiveHasToWait() throws Exception {
        submit(new CatalogCommand.Deregister(0, 0));
        assertEquals(
                "ResourceInUseException: Consumer c with creation timestamp 1700000000 under"
                        + " stream: s , account 123456789012 is not in ACTIVE status.",
                error(input("c", 0, at("LATEST"))));
    }

    @Test
    void whatIsNotThereCannotBeSubscribedTo() {
        assertEquals(
                "ResourceNotFoundException: Consumer x, account 123456789012 not found.",
                error(input("x", 0, at("LATEST"))));
        assertEquals(
                "ResourceNotFoundException: Shard shardId-000000000009 in stream s under account"
                        + " 123456789012 does not exist",
                error(input("c", 9, at("LATEST"))));
        assertEquals(
                "ResourceNotFoundException: Could not find shard x in stream s under account"
                        + " 123456789012.",
                error(input("c", 0, at("LATEST")).shardId("x")));
    }

    @Test
    void aConsumerIsOfUseInItsRegionOnly() {
        ApiException error =
                assertThrows(
                        ApiException.class,
                        () ->
                                operation.handle(
                                        Service.OTHERS.getLast(),
                                        input("c", 0, at("LATEST")).build()));
        assertEquals("ResourceNotFoundException", error.type());
    }

    @Test
    void aDryRunBeginsNothing() {
        assertEquals(
                "DryRunOperationException: Request would have succeeded, but DryRun flag is set.",
                error(input("c", 0, at("LATEST")).dryRun(true)));
        assertEquals(0, subscriptions.count());
    }

    @Test
    void aPositionThatMakesNoSenseIsRefusedAndTakesNoSeat() throws Exception {
        assertTrue(
                error(input("c", 0, at("AT_SEQUENCE_NUMBER")))
                        .startsWith("InvalidArgumentException: Must either specify"));
        open("c", 0, "LATEST");
    }

    // ---- the rate

    /// Two mebibytes a second, and what a last event takes beyond.
    @Test
    void twoMebibytesASecondAndNoMoreThanAnEventBeyond() throws Exception {
        for (int i = 0; i < 12; i++) service.putAll("s", Service.entries(1, MIB - 1));
        Client client = open("c", 0, "TRIM_HORIZON");
        int events = 0;
        while (client.poll() instanceof Next.Now<?>) events++;
        assertEquals(2, events);
        for (int second = 1; second <= 4; second++) {
            pass(SECOND);
            client.assertWoken();
            while (client.poll() instanceof Next.Now<?>) events++;
            assertEquals(2 + 2 * second, events);
        }
        Client other = open("d", 0, "TRIM_HORIZON");
        assertEquals(1, Objects.requireNonNull(other.event().records()).size());
    }

    /// Source: `docs/wire.md`.
    @Test
    void whoIsHeldBackByTheRateIsToldOfItsLag() throws Exception {
        for (int i = 0; i < 8; i++) service.putAll("s", Service.entries(1, MIB - 1));
        Client first = open("c", 0, "TRIM_HORIZON");
        for (int i = 0; i < 2; i++) first.event();
        pass(Duration.ofSeconds(5));
        for (int i = 0; i < 2; i++) first.event();
        Client second = open("c", 0, "TRIM_HORIZON");
        assertEquals(5_000L, second.event().millisBehindLatest());
        Client atTip = open("d", 0, "LATEST");
        assertEquals(0L, atTip.event().millisBehindLatest());
    }

    @Test
    void whatIsReadIsCountedAtItsShard() throws Exception {
        service.put("s", "k", "one");
        service.put("s", "k", "three");
        service.pass(Duration.ofSeconds(1)); // whoever drains the writers' meters has done so
        Client client = open("c", 0, "TRIM_HORIZON");
        client.event();
        client.assertWaits();
        var counted = new ArrayList<String>();
        meters.drain(
                (stream, shard, flow) ->
                        counted.add(
                                "%d %s: %d records of %d bytes"
                                        .formatted(
                                                stream,
                                                shard.id(),
                                                flow.recordsOut(),
                                                flow.bytesOut())));
        assertEquals(List.of("0 shardId-000000000000: 2 records of 10 bytes"), counted);
    }

    @Test
    void theRateOutlivesASubscription() throws Exception {
        for (int i = 0; i < 20; i++) service.putAll("s", Service.entries(1, MIB - 1));
        Client first = open("c", 0, "TRIM_HORIZON");
        pass(Duration.ofSeconds(5));
        for (int i = 0; i < 2; i++) first.event();
        Client second = open("c", 0, "TRIM_HORIZON");
        assertEquals(List.of(), second.event().records());
        second.assertWaits();
        pass(SECOND);
        assertEquals(1, Objects.requireNonNull(second.event().records()).size());
    }

    @Test
    void whatIsForgottenStartsAfresh() throws Exception {
        open("c", 0, "LATEST").source.close();
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            pass(SECOND);
            counts.add(subscriptions.seats());
        }
        assertEquals(1, counts.getFirst());
        assertEquals(0, counts.getLast());
        assertFalse(counts.get(5) == 0, "forgotten while another would still be refused");
    }
}
