package dev.millrace.dynamodb;

import dev.millrace.stream.StateMachine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// All tables of the store: what the ledger of this name has built up. Applied by one thread, read
/// by any; what is read is durable.
public final class Tables implements StateMachine {
    /// The name of the ledger that keeps the tables.
    public static final String LEDGER = "tables";

    private static final int VERSION = 1;

    private final NavigableMap<TableName, Table> byName = new ConcurrentSkipListMap<>();
    private final Map<Integer, Table> byNumber = new ConcurrentHashMap<>();
    private final Map<TransactionToken.Digest, TransactionToken> tokens = new ConcurrentHashMap<>();
    private final ArrayDeque<TransactionToken> remembered = new ArrayDeque<>(); // the oldest first
    private final AtomicLong memory = new AtomicLong();
    private final ReadWriteLock applying = new ReentrantReadWriteLock();
    private volatile int next = 1;

    @Nullable Table find(TableName name) {
        return byName.get(name);
    }

    /// @param number a table's number; it may be gone
    @Nullable Table find(int number) {
        return byNumber.get(number);
    }

    /// All tables, ordered by account, region and name.
    NavigableMap<TableName, Table> all() {
        return byName;
    }

    /// The number of the next table.
    int nextNumber() {
        return next;
    }

    /// What is remembered of a transaction, or null.
    @Nullable TransactionToken token(TransactionToken.Digest name) {
        return tokens.get(name);
    }

    /// Bytes of memory that all items and tokens take, more or less.
    long memory() {
        return memory.get();
    }

    /// Reads what no write is half visible in.
    <T> T atomically(java.util.function.Supplier<T> reading) {
        applying.readLock().lock();
        try {
            return reading.get();
        } finally {
            applying.readLock().unlock();
        }
    }

    @Override
    public void apply(byte[] command) {
        TableCommand decoded = TableCommand.decode(command);
        applying.writeLock().lock();
        try {
            apply(decoded);
        } finally {
            applying.writeLock().unlock();
        }
    }

    private void apply(TableCommand command) {
        switch (command) {
            case TableCommand.Define(var definition) -> define(definition);
            case TableCommand.Drop(int number) -> {
                Table table = byNumber.remove(number);
                if (table == null) return;
                byName.remove(table.definition().name(), table);
                table.forget();
            }
            case TableCommand.Write(var changes, var token) -> {
                for (TableCommand.ItemChange change : changes) {
                    Table table = byNumber.get(change.table());
                    if (table == null) continue; // dropped since the write was decided
                    Item item = change.item();
                    if (item == null) table.remove(change.key());
                    else table.put(change.key(), item);
                }
                if (token != null) remember(token);
            }
        }
    }

    private Table define(TableDefinition definition) {
        Table table = byNumber.get(definition.number());
        if (table == null) {
            table = new Table(definition, memory);
            byNumber.put(definition.number(), table);
            byName.put(definition.name(), table);
            next = Math.max(next, definition.number() + 1);
        } else {
            table.define(definition);
        }
        return table;
    }

    /// Forgets those that are too old by the time at which this one came.
    private void remember(TransactionToken token) {
        long nowMs = token.forgottenMs() - TransactionToken.LIFETIME_MS;
        for (TransactionToken oldest = remembered.peekFirst();
                oldest != null && oldest.forgottenMs() <= nowMs;
                oldest = remembered.peekFirst()) {
            remembered.removeFirst();
            tokens.remove(oldest.name(), oldest);
            memory.addAndGet(-TransactionToken.MEMORY);
        }
        add(token);
    }

    private void add(TransactionToken token) {
        tokens.put(token.name(), token);
        remembered.addLast(token);
        memory.addAndGet(TransactionToken.MEMORY);
    }

    @Override
    public byte[] snapshot() {
        // What is kept in memory takes more than what is written of it.
        var out = new Packer(Math.toIntExact(Math.max(256, memory.get()))).u8(VERSION).u32(next);
        List<Table> tables = new ArrayList<>(byName.values());
        out.count(tables.size());
        for (Table table : tables) {
            DefinitionCodec.put(out, table.definition());
            out.u64(table.count());
            table.items().forEach((key, item) -> TableCommand.putItem(out, key, item));
        }
        out.count(remembered.size());
        for (TransactionToken token : remembered) token.put(out);
        return out.packed();
    }

    @Override
    public void restore(byte[] snapshot) {
        if (!byNumber.isEmpty()) throw new IllegalStateException("restored after a command");
        var in = new Unpacker(snapshot);
        int version = in.u8();
        if (version != VERSION) throw new IllegalArgumentException("tables version " + version);
        int following = in.u32();
        for (int rest = in.count(); rest > 0; rest--) {
            Table table = define(DefinitionCodec.definition(in));
            for (long items = in.u64(); items > 0; items--)
                table.put(TableCommand.key(in), TableCommand.item(in));
        }
        for (int rest = in.count(); rest > 0; rest--) add(TransactionToken.read(in));
        in.end();
        next = following;
    }
}
