package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/// What threads may do to each other, tried by Lincheck: random scenarios of a few operations, each
/// in many orders of their single reads and writes. `-Dscenarios=1000` tries more of them.
final class Interleavings {
    private static final int SCENARIOS = Integer.getInteger("scenarios", 3);

    /// A fault is found in far fewer.
    private static final int SCENARIOS_OF_FAULTS = 50;

    private static final int ORDERS = 200;
    private static final int ORDERS_OF_FAULTS = 3_000;

    /// Loops that are longer count as endless.
    private static final int LONGEST_LOOP = 500;

    private Interleavings() {}

    /// Tries a class of operations, which keep every promise whatever the order.
    static void check(Class<?> operations) {
        check(operations, SCENARIOS, ORDERS);
    }

    /// The same of a class with a fault, which is found: else [#check] would find nothing.
    static void assertCaught(Class<?> operations) {
        assertThrows(
                LincheckAssertionError.class,
                () -> check(operations, SCENARIOS_OF_FAULTS, ORDERS_OF_FAULTS));
    }

    private static void check(Class<?> operations, int scenarios, int orders) {
        new ModelCheckingOptions()
                .iterations(scenarios)
                .invocationsPerIteration(orders)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(0)
                .actorsAfter(0) // nothing that would make good what went wrong
                .loopBound(LONGEST_LOOP)
                .minimizeFailedScenario(false)
                .check(operations);
    }
}
