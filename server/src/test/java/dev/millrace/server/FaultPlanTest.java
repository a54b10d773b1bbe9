package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.gateway.Fault;
import dev.millrace.model.Caller;
import dev.millrace.model.OperationType;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListStreamsInput;
import dev.millrace.model.kinesis.PutRecordInput;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class FaultPlanTest {
    private static final Caller CALLER = new Caller("000000000000", "us-east-1", "a");
    private static final Set<String> NAMES = Set.of("PutRecord", "PutRecords", "ListStreams");

    private static FaultPlan plan(long seed, String rules) {
        return new FaultPlan(
                new FaultsConfig(seed, FaultRules.parse(rules)),
                NAMES,
                input -> input instanceof PutRecordInput put ? "" + put.streamName() : "");
    }

    private static Fault put(FaultPlan plan, String stream) {
        return plan.next(
                CALLER, Kinesis.PUT_RECORD, PutRecordInput.builder().streamName(stream).build());
    }

    private static Fault list(FaultPlan plan) {
        return plan.next(CALLER, Kinesis.LIST_STREAMS, ListStreamsInput.builder().build());
    }

    private static List<String> kinds(FaultPlan plan, int count) {
        var kinds = new ArrayList<String>();
        for (int i = 0; i < count; i++) kinds.add(put(plan, "s").kind().getClass().getSimpleName());
        return kinds;
    }

    @Test
    void aRateIsMetMoreOrLess() {
        List<String> kinds = kinds(plan(1, "*:throttle=0.25:drop=0.1:lose-answer=0.05"), 10_000);
        assertEquals(0.1, part(kinds, "Dropped"), 0.01);
        assertEquals(0.05 * 0.9, part(kinds, "AnswerLost"), 0.01);
        assertEquals(0.25 * 0.95 * 0.9, part(kinds, "Refused"), 0.02);
    }

    private static double part(List<String> kinds, String kind) {
        return kinds.stream().filter(kind::equals).count() / (double) kinds.size();
    }

    @Test
    void theSameSeedMeetsTheSameFaultsWhateverRunsInBetween() {
        String rules = "PutRecord@s:throttle=0.3:latency=1ms:latency-rate=0.5,ListStreams:drop=0.5";
        FaultPlan one = plan(7, rules);
        FaultPlan other = plan(7, rules);
        for (int i = 0; i < 200; i++) {
            if (i % 3 == 0) list(other);
            put(other, "another");
            Fault expected = put(one, "s");
            Fault met = put(other, "s");
            assertEquals(expected.delayMs(), met.delayMs());
            assertEquals(expected.kind().getClass(), met.kind().getClass());
        }
        assertNotEquals(kinds(plan(7, rules), 100), kinds(plan(8, rules), 100));
    }

    @Test
    void aRuleConcernsItsOperationAndStreamOnly() {
        FaultPlan plan = plan(1, "PutRecord@s:drop=1");
        assertEquals(new Fault.Kind.Dropped(), put(plan, "s").kind());
        assertEquals(Fault.NONE, put(plan, "t"));
        assertEquals(Fault.NONE, list(plan));
    }

    @Test
    void theErrorFitsTheOperation() {
        FaultPlan plan = plan(1, "*:throttle=1");
        assertEquals(
                "ProvisionedThroughputExceededException: Rate exceeded for stream s (injected"
                        + " fault).",
                error(put(plan, "s")));
        assertEquals("LimitExceededException: Rate exceeded (injected fault).", error(list(plan)));
        assertEquals("InternalFailure: null", error(put(plan(1, "*:internal-failure=1"), "s")));
    }

    private static String error(Fault fault) {
        var refused = (Fault.Kind.Refused) fault.kind();
        return refused.error().type() + ": " + refused.error().getMessage();
    }

    @Test
    void recordsOfPutRecordsAreThrottledOneByOneAndNotTheRequest() {
        FaultPlan plan = plan(3, "PutRecords:throttle=0.5");
        OperationType<?, ?> putRecords = Kinesis.PUT_RECORDS;
        int throttled = 0;
        for (int i = 0; i < 1_000; i++) {
            assertEquals(
                    Fault.NONE, plan.next(CALLER, putRecords, PutRecordInput.builder().build()));
            if (plan.throttlesRecord("s")) throttled++;
        }
        assertTrue(throttled > 400 && throttled < 600, "" + throttled);
    }

    @Test
    void latenciesAddUpAndTheFirstKindCounts() {
        Fault fault = put(plan(1, "*:latency=1s:drop=1,*:latency=2s:internal-failure=1"), "s");
        assertEquals(new Fault(3_000, new Fault.Kind.Dropped()), fault);
    }

    @Test
    void anOperationThatIsNoneIsRefused() {
        var refusal =
                assertThrows(
                        IllegalArgumentException.class, () -> plan(1, "*:drop=1,PutRecrds:drop=1"));
        assertEquals(
                "faults.rules: [2]: operation: there is no PutRecrds; did you mean PutRecords",
                String.valueOf(refusal.getMessage()).replaceAll("( or PutRecord)?\\?", ""));
    }
}
