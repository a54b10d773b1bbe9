package dev.millrace.fuzzing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/// What threads may do to each other, tried by Lincheck: random scenarios of a few operations, each
/// in many orders of their single reads and writes. `-Dscenarios=1000` tries more of them.
public final class Interleavings {
    private static final int SCENARIOS = Integer.getInteger("scenarios", 3);
    private static final int ORDERS = 200;

    // A fault is found in fewer.
    private static final int SCENARIOS_OF_FAULTS = 50;
    private static final int ORDERS_OF_FAULTS = 3_000;

    /// Loops that are longer count as endless.
    private static final int LONGEST_LOOP = 500;

    private Interleavings() {}

    /// Tries a class of operations, which keep every promise whatever the order.
    public static void check(Class<?> operations) {
        check(operations, SCENARIOS, ORDERS);
    }

    /// The same with fewer scenarios, for operations of very many steps.
    public static void checkSome(Class<?> operations) {
        check(operations, Math.max(1, SCENARIOS / 3), ORDERS);
    }

    /// The same of a class with a fault, which is found: else [#check] would find nothing.
    ///
    /// @return how it shows
    public static LincheckAssertionError assertCaught(Class<?> operations) {
        return assertThrows(
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
