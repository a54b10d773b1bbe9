package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

class ConsumersTest {
    private static final long START_MS = 1_700_000_000_500L;
    private static final StreamName ORDERS = new StreamName("123456789012", "r", "orders");
    private static final Refusal GONE = new Refusal.ConsumerNotFound("c", ORDERS);

    private final Catalog catalog = new Catalog();
    private final ControlRules rules = new ControlRules(Limits.OFF, 1_000, 100);
    private long nowMs = START_MS;
    private ConsumerLimits limits = new ConsumerLimits(20, 50, 5, 100);

    ConsumersTest() {
        create(ORDERS);
    }

    private void create(StreamName name) {
        var request =
                new StreamCreation.Request(
                        name, null, 1, null, Map.of(), null, RecordDistribution.USER_PARTITION_KEY);
        String id = StreamCreation.randomId(new Random(catalog.nextStream()));
        take(StreamCreation.decide(catalog, request, id, rules, nowMs));
        nowMs += 1_000;
        settle();
    }

    private void take(Decision decision) {
        var change = assertInstanceOf(Decision.Change.class, decision);
        catalog.apply(change.command().encode());
    }

    private void settle() {
        for (Consumer consumer : List.copyOf(catalog.consumers().inTransition()))
            if (ConsumerSettlement.isDue(consumer, nowMs, rules))
                take(ConsumerSettlement.decide(consumer));
        for (Stream stream : List.copyOf(catalog.inTransition()))
            if (Settlement.isDue(stream, nowMs, rules))
                take(Settlement.decide(catalog, stream, nowMs));
    }

    private Decision register(StreamName stream, String name) {
        return ConsumerRegistration.decide(catalog, stream, name, Map.of(), limits, rules, nowMs);
    }

    private Decision deregister(int number) {
        return ConsumerDeregistration.decide(catalog, number, GONE, rules, nowMs);
    }

    private Refusal refused(Decision decision) {
        return assertInstanceOf(Decision.Refused.class, decision).refusal();
    }

    private Stream stream(StreamName name) {
        return Objects.requireNonNull(catalog.find(name));
    }

    private Consumer consumer(String name) {
        return Objects.requireNonNull(catalog.consumers().find(stream(ORDERS).number(), name));
    }

    @Test
    void aConsumerIsCreatedInTimeAndDeletedInTime() {
        take(register(ORDERS, "c"));
        assertEquals(ConsumerStatus.CREATING, consumer("c").status());
        nowMs += 999;
        settle();
        assertEquals(ConsumerStatus.CREATING, consumer("c").status());
        nowMs += 1;
        settle();
        assertEquals(ConsumerStatus.ACTIVE, consumer("c").status());
        int number = consumer("c").number();
        take(deregister(number));
        assertEquals(ConsumerStatus.DELETING, consumer("c").status());
        assertInstanceOf(Decision.NoChange.class, deregister(number));
        assertEquals(new Refusal.ConsumerExists("c", ORDERS), refused(register(ORDERS, "c")));
        nowMs += 1_000;
        settle();
        assertNull(catalog.consumers().find(number));
        assertEquals(0, catalog.consumers().count(stream(ORDERS).number()));
        assertEquals(GONE, refused(deregister(number)));
    }

    @Test
    void withoutDelayBothAreOneStep() {
        var atOnce = new ControlRules(Limits.OFF, 0, 100);
        take(
                ConsumerRegistration.decide(
                        catalog, ORDERS, "c", Map.of("k", "v"), limits, atOnce, nowMs));
        assertEquals(ConsumerStatus.ACTIVE, consumer("c").status());
        assertEquals(Map.of("k", "v"), consumer("c").tags());
        take(ConsumerDeregistration.decide(catalog, consumer("c").number(), GONE, atOnce, nowMs));
        assertEquals(0, catalog.consumers().count());
    }

    @Test
    void aConsumerIsFoundByItsNameAndTheSecondOfItsRegistrationOnly() {
        take(register(ORDERS, "c"));
        long second = nowMs / 1_000;
        assertEquals(consumer("c"), catalog.consumer(ORDERS, "c", second));
        assertNull(catalog.consumer(ORDERS, "c", second + 1));
        assertNull(catalog.consumer(ORDERS, "d", second));
        assertNull(catalog.consumer(new StreamName("123456789012", "q", "orders"), "c", second));
    }

    @Test
    void aNumberIsNeverUsedAgainThoughTheNameIs() {
        take(register(ORDERS, "c"));
        int first = consumer("c").number();
        take(deregister(first));
        nowMs += 1_000;
        settle();
        var again = new Catalog();
        again.restore(catalog.snapshot());
        take(register(ORDERS, "c"));
        assertNotEquals(first, consumer("c").number());
        assertEquals(consumer("c").number(), again.consumers().next());
    }

    @Test
    void aStreamWithConsumersIsDeletedOnlyWithThem() {
        take(register(ORDERS, "c"));
        take(register(ORDERS, "d"));
        int number = stream(ORDERS).number();
        int consumer = consumer("c").number();
        take(
                new Decision.Change(
                        new CatalogCommand.PutPolicy(new PolicyHolder.OfConsumer(consumer), "{}"),
                        List.of()));
        take(
                new Decision.Change(
                        new CatalogCommand.PutPolicy(new PolicyHolder.OfStream(number), "{}"),
                        List.of()));
        assertEquals(4, catalog.policies().bytes());
        assertEquals(
                new Refusal.StreamHasConsumers(ORDERS),
                refused(StreamDeletion.decide(catalog, ORDERS, rules, nowMs)));
        take(StreamDeletion.withConsumers(catalog, ORDERS, rules, nowMs));
        assertEquals(ConsumerStatus.DELETING, consumer("c").status());
        assertInstanceOf(
                Decision.NoChange.class, StreamDeletion.decide(catalog, ORDERS, rules, nowMs));
        take(Settlement.decide(catalog, stream(ORDERS), nowMs + 1_000));
        assertEquals(0, catalog.consumers().count());
        assertEquals(0, catalog.consumers().inTransition().size());
        assertNull(catalog.policies().find(new PolicyHolder.OfConsumer(consumer)));
        assertNull(catalog.policies().find(new PolicyHolder.OfStream(number)));
        assertEquals(0, catalog.policies().bytes());
    }

    @Test
    void onlyAStreamThatIsThereAndWillStayTakesConsumers() {
        var none = new StreamName("123456789012", "r", "none");
        assertEquals(new Refusal.StreamNotFound(none), refused(register(none, "c")));
        take(
                Resharding.split(
                        catalog, ORDERS, "0", new HashKey(1L << 62, 0).toString(), rules, nowMs));
        take(register(ORDERS, "c"));
        take(StreamDeletion.withConsumers(catalog, ORDERS, rules, nowMs));
        assertEquals(
                new Refusal.StreamNotActive(ORDERS, StreamStatus.DELETING),
                refused(register(ORDERS, "d")));
    }

    @Test
    void theLimitsAreOfTheStreamTheAccountAndTheStore() {
        var other = new StreamName("123456789012", "r", "other");
        var elsewhere = new StreamName("123456789012", "q", "orders");
        create(other);
        create(elsewhere);
        limits = new ConsumerLimits(3, 4, 2, 5);
        take(register(ORDERS, "a"));
        take(register(other, "a"));
        assertEquals(
                new Refusal.TooManyConsumersCreating(ORDERS, 2), refused(register(ORDERS, "b")));
        take(register(elsewhere, "a"));
        nowMs += 1_000;
        settle();
        take(register(ORDERS, "b"));
        take(deregister(consumer("b").number()));
        take(register(ORDERS, "c"));
        assertEquals(new Refusal.TooManyConsumers(ORDERS, 3), refused(register(ORDERS, "d")));
        assertEquals(new Refusal.ConsumersFull(5), refused(register(elsewhere, "b")));
    }

    @Test
    void consumersAreListedByNameWithinTheirStream() {
        var other = new StreamName("123456789012", "r", "other");
        create(other);
        for (String name : List.of("b", "a", "c")) take(register(ORDERS, name));
        take(register(other, "aa"));
        assertEquals(List.of("a", "b", "c"), names("", 10));
        assertEquals(List.of("a", "b"), names("", 2));
        assertEquals(List.of("b", "c"), names("aa", 10));
        assertEquals(List.of(), names("c", 10));
    }

    private List<String> names(String after, int count) {
        return catalog.consumers().list(stream(ORDERS).number(), after, count).stream()
                .map(Consumer::name)
                .toList();
    }

    @Test
    void aCommandThatMakesNoSenseThrows() {
        take(register(ORDERS, "c"));
        int number = consumer("c").number();
        nowMs += 1_000;
        settle();
        for (CatalogCommand senseless :
                List.of(
                        new CatalogCommand.SettleConsumer(number),
                        new CatalogCommand.SettleConsumer(number + 1),
                        new CatalogCommand.Register(number, 0, "d", Map.of(), 1, 2),
                        new CatalogCommand.Register(number + 1, 0, "c", Map.of(), 1, 2),
                        new CatalogCommand.Register(number + 1, 9, "d", Map.of(), 1, 2),
                        new CatalogCommand.PutPolicy(new PolicyHolder.OfStream(9), "{}")))
            assertThrows(IllegalStateException.class, () -> catalog.apply(senseless));
        assertNotNull(catalog.consumers().find(number));
    }

    @Test
    void aTransitionEndsThoughTheClockIsSetBackByAYear() {
        take(register(ORDERS, "c"));
        assertEquals(1, catalog.consumers().inTransition().size());
        nowMs -= 500;
        settle();
        assertEquals(1, catalog.consumers().inTransition().size());
        nowMs -= 365L * 86_400_000;
        settle();
        assertEquals(0, catalog.consumers().inTransition().size());
    }
}
