package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Carries writes out: decide on what is durable, make the outcome durable, then tell. Meanwhile
/// nobody else decides on the same items, so that conditions are linearizable. Blocks; any thread.
final class ItemWrites {
    private static final System.Logger LOG = System.getLogger(ItemWrites.class.getName());

    private final Tables tables;
    private final ItemLocks locks = new ItemLocks();
    private final TableLedger ledger;
    private final long maxBytes;

    ItemWrites(Tables tables, TableLedger ledger, long maxBytes) {
        this.tables = tables;
        this.ledger = ledger;
        this.maxBytes = maxBytes;
    }

    ItemWrite.Outcome carryOut(ItemWrite write) throws ApiException, InterruptedException {
        return carryOut(List.of(write)).getFirst();
    }

    /// All or none, the first refusal counts.
    List<ItemWrite.Outcome> carryOut(List<ItemWrite> writes)
            throws ApiException, InterruptedException {
        try (var _ = locks.take(names(writes))) {
            List<ItemWrite.Outcome> outcomes = new ArrayList<>();
            for (ItemWrite write : writes) outcomes.add(decide(write));
            submit(writes, outcomes, null);
            return outcomes;
        }
    }

    /// Those that nothing refuses, all at once.
    ///
    /// @return how many changed anything
    int carryOutPossible(List<ItemWrite> writes) throws ApiException, InterruptedException {
        try (var _ = locks.take(names(writes))) {
            List<ItemWrite> possible = new ArrayList<>();
            List<ItemWrite.Outcome> outcomes = new ArrayList<>();
            for (ItemWrite write : writes)
                try {
                    ItemWrite.Outcome outcome = decide(write);
                    if (!outcome.changes()) continue;
                    possible.add(write);
                    outcomes.add(outcome);
                } catch (ApiException refused) {
                    LOG.log(System.Logger.Level.DEBUG, "not carried out: {0}", refused);
                }
            submit(possible, outcomes, null);
            return possible.size();
        }
    }

    /// All or none, the refusals of all of them together.
    ///
    /// @param request by which the same transaction is known if it comes again, or null
    /// @return null if that transaction was carried out before
    @Nullable List<ItemWrite.Outcome> transact(
            List<ItemWrite> writes, @Nullable TransactionToken request)
            throws ApiException, InterruptedException {
        SortedSet<ItemLocks.Name> names = names(writes);
        if (request != null) names.add(lockOf(request));
        try (var _ = locks.take(names)) {
            if (request != null) {
                TransactionToken known = tables.token(request.name());
                long nowMs = request.forgottenMs() - TransactionToken.LIFETIME_MS;
                if (known != null && known.forgottenMs() > nowMs) {
                    if (known.request().equals(request.request())) return null;
                    throw CancelledTransaction.parameterMismatch();
                }
            }
            List<ItemWrite.Outcome> outcomes = new ArrayList<>();
            List<@Nullable ApiException> refusals = new ArrayList<>();
            boolean refused = false;
            for (ItemWrite write : writes)
                try {
                    outcomes.add(decide(write));
                    refusals.add(null);
                } catch (ApiException refusal) {
                    refusals.add(refusal);
                    refused = true;
                }
            if (refused) throw CancelledTransaction.of(refusals);
            submit(writes, outcomes, request);
            return outcomes;
        }
    }

    private ItemWrite.Outcome decide(ItemWrite write) throws ApiException {
        return write.decide(write.table().get(write.key()));
    }

    private static SortedSet<ItemLocks.Name> names(List<ItemWrite> writes) {
        SortedSet<ItemLocks.Name> names = new TreeSet<>();
        for (ItemWrite write : writes) names.add(write.lock());
        return names;
    }

    /// No table has the number 0.
    private static ItemLocks.Name lockOf(TransactionToken token) {
        return new ItemLocks.Name(0, ItemKey.ofPartition(token.name().bytes()));
    }

    private void submit(
            List<ItemWrite> writes,
            List<ItemWrite.Outcome> outcomes,
            @Nullable TransactionToken token)
            throws ApiException {
        List<TableCommand.ItemChange> changes = new ArrayList<>();
        long more = token == null ? 0 : TransactionToken.MEMORY;
        for (int i = 0; i < writes.size(); i++) {
            ItemWrite write = writes.get(i);
            ItemWrite.Outcome outcome = outcomes.get(i);
            if (!outcome.changes()) continue;
            Item item = outcome.after() == null ? null : Item.of(outcome.after());
            if (item != null) more += write.table().memory(write.key(), item);
            int table = write.table().definition().number();
            changes.add(new TableCommand.ItemChange(table, write.key(), item));
        }
        if (more > 0 && tables.memory() + more > maxBytes)
            throw ApiErrors.limitExceeded(
                    "The items of all tables take %d bytes of memory, and %d more would exceed the %d that the setting dynamodb.max-bytes allows."
                            .formatted(tables.memory(), more, maxBytes));
        if (!changes.isEmpty() || token != null)
            ledger.submit(new TableCommand.Write(changes, token));
    }
}
