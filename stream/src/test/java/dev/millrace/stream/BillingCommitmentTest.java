package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;

class BillingCommitmentTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long START_MS = 1_700_000_000_000L;

    private final BillingCommitment made = BillingCommitment.NONE.enabled(START_MS);

    @Test
    void nobodyIsCommittedAtFirst() {
        assertFalse(BillingCommitment.NONE.wasMade());
        assertEquals(BillingCommitment.Status.DISABLED, BillingCommitment.NONE.status(START_MS));
        assertEquals(BillingCommitment.NONE, BillingCommitment.NONE.disabled(START_MS));
    }

    @Test
    void whoEndsItEarlyIsBoundUntilADayIsOver() {
        BillingCommitment ending = made.disabled(START_MS + HOUR_MS);
        long end = START_MS + 24 * HOUR_MS;
        assertEquals(new BillingCommitment(START_MS, end), ending);
        assertEquals(
                BillingCommitment.Status.ENABLED_UNTIL_EARLIEST_ALLOWED_END,
                ending.status(end - 1));
        assertEquals(BillingCommitment.Status.DISABLED, ending.status(end));
        assertEquals(ending, ending.disabled(START_MS + 2 * HOUR_MS));
    }

    @Test
    void whoEndsItAfterADayIsFreeAtOnce() {
        long end = START_MS + 24 * HOUR_MS;
        assertEquals(BillingCommitment.Status.DISABLED, made.disabled(end).status(end));
        assertEquals(end + 5, made.disabled(end + 5).endMs());
    }

    @Test
    void toMakeItAgainBeforeItEndsKeepsItsBeginning() {
        assertEquals(made, made.disabled(START_MS + 1).enabled(START_MS + HOUR_MS));
        assertEquals(made, made.enabled(START_MS + HOUR_MS));
    }

    @Test
    void toMakeItAgainAfterItEndedBeginsAnew() {
        long later = START_MS + 30 * HOUR_MS;
        assertEquals(
                new BillingCommitment(later, BillingCommitment.OPEN),
                made.disabled(START_MS + 1).enabled(later));
    }

    @Test
    void onlySoManyAccountsAreRemembered() {
        var catalog = new Catalog();
        for (int i = 0; i < CommitmentChange.MOST_ACCOUNTS; i++)
            catalog.apply(new CatalogCommand.Commit(new RegionalAccount("a", "r" + i), made));
        var one = new RegionalAccount("a", "r0");
        var other = new RegionalAccount("a", "other");
        assertInstanceOf(Decision.Refused.class, CommitmentChange.enable(catalog, other, START_MS));
        assertInstanceOf(Decision.Change.class, CommitmentChange.disable(catalog, one, START_MS));
    }
}
