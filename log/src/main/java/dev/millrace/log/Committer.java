package dev.millrace.log;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.AppendBatch.Outcome;
import dev.millrace.stream.Clock;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/// Numbers what is queued, makes it durable, and only then says so. The one writer of the
/// journal.
///
/// Order inside a group: number and frame, write, force, move the durable marks, apply ledger
/// commands, complete. No lingering: while one group is forced, the next one gathers.
final class Committer implements DutyCycle {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());
    private static final byte[] NONE = {};

    private final Clock clock;

    /// What the journal and snapshots are dated by: the next opening believes it. A wall clock that
    /// is not believed now must not come to be by a restart.
    private final RetentionClock believed;

    private final LogConfig config;
    private final Journal journal;
    private final TailCache cache;
    private final ShardTable shards;
    private final Collection<LedgerLog> ledgers;
    private final Wakeup checkpointer;
    private final Wakeup filler;
    private final Inbox inbox = new Inbox();
    private final AtomicLong inFlight = new AtomicLong();
    private final Wakeup wakeup = new Wakeup();
    private final CRC32C crc = new CRC32C();

    // What is taken from the inbox and not done, oldest first.
    private @Nullable Pending head;
    private @Nullable Pending tail;

    // The group being made.
    private ShardLog[] touched = new ShardLog[64];
    private int touchedCount;
    private int entries;

    private final ArrayList<ShardLog> dirty = new ArrayList<>(); // changed since the last cut
    private final ArrayList<Integer> dropped = new ArrayList<>(); // since the last cut

    /// Shards whose drop is durable and whose files are to be deleted by the checkpointer.
    final ConcurrentLinkedQueue<ShardLog> droppedFiles = new ConcurrentLinkedQueue<>();

    private volatile boolean cutWanted;
    private volatile @Nullable Cut cut;
    private volatile @Nullable Cut covered; // by a durable snapshot; to be acted on here
    private volatile long uncovered; // journal bytes that no snapshot covers
    private volatile long checkpointDueBytes;
    private volatile boolean starved;
    private volatile boolean checkpointsFull;
    private volatile boolean uncoveredChanges;
    private long coveredWritten;
    private boolean complainedFull;
    private volatile @Nullable Throwable failure;

    Committer(
            Clock clock,
            LogConfig config,
            Journal journal,
            TailCache cache,
            ShardTable shards,
            Collection<LedgerLog> ledgers,
            RetentionClock believed,
            Wakeup checkpointer,
            Wakeup filler) {
        this.clock = clock;
        this.config = config;
        this.journal = journal;
        this.cache = cache;
        this.shards = shards;
        this.ledgers = ledgers;
        this.believed = believed;
        this.checkpointer = checkpointer;
        this.filler = filler;
    }

    // ---- from any thread

    Wakeup wakeup() {
        return wakeup;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    void append(AppendBatch batch) {
        for (int i = 0; i < batch.size(); i++)
            if (batch.partitionKey(i).length > EntryLayout.MAX_KEY
                    || batch.dataLength(i)
                            > EntryLayout.MAX - EntryLayout.HEADER - batch.partitionKey(i).length)
                throw new IllegalArgumentException("a record is larger than an entry can be");
        long weight = batch.bytes() + (long) batch.size() * EntryLayout.HEADER;
        if (failure != null) {
            refuse(batch, Outcome.FAILED);
            return;
        }
        if (inFlight.addAndGet(weight) > config.inFlightBytes()) {
            inFlight.addAndGet(-weight);
            refuse(batch, Outcome.OVERLOADED);
            return;
        }
        batch.begin();
        if (inbox.put(new Pending.Batch(batch, weight))) {
            wakeup.signal();
            return;
        }
        inFlight.addAndGet(-weight);
        refuse(batch, Outcome.FAILED);
    }

    private static void refuse(AppendBatch batch, Outcome outcome) {
        batch.refuseAll(outcome);
        batch.complete();
    }

    /// Queues changes; they are decided later.
    void submit(Pending.Changes changes) {
        Throwable cause = failure;
        if (cause == null && inbox.put(changes)) wakeup.signal();
        else changes.fail(cause == null ? new StorageException("the log is closed") : cause);
    }

    /// Asks for a cut; [#takeCut] has it once the committer came by.
    void wantCut() {
        cutWanted = true;
        wakeup.signal();
    }

    @Nullable Cut takeCut() {
        Cut taken = cut;
        if (taken != null) cut = null;
        return taken;
    }

    /// A durable snapshot covers what was before this cut.
    void cover(Cut done) {
        covered = done;
        wakeup.signal();
    }

    /// Journal bytes that would have to be replayed.
    long inFlightBytes() {
        return inFlight.get();
    }

    long uncoveredBytes() {
        return uncovered;
    }

    /// Wakes the checkpointer when so many are uncovered.
    void checkpointDueBytes(long bytes) {
        checkpointDueBytes = bytes;
    }

    /// Whether anything would be gained by a cut.
    boolean hasUncovered() {
        return uncoveredChanges;
    }

    /// Whether records wait for journal space.
    boolean isStarved() {
        return starved;
    }

    /// Whether checkpoints, which free journal space, find no space themselves: then records do not
    /// wait for them.
    void checkpointsFull(boolean are) {
        if (checkpointsFull == are) return;
        checkpointsFull = are;
        wakeup.signal();
    }

    /// Stops acknowledging, for good.
    void poison(Throwable cause) {
        if (failure != null) return;
        failure = cause;
        wakeup.signal(); // before anything that can fail
        LOG.log(
                System.Logger.Level.ERROR,
                "writing failed; nothing is acknowledged any more until a restart",
                cause);
    }

    // ---- the committer's own

    /// Takes over what recovery replayed; before anything else.
    void resume(List<ShardLog> changed, List<Integer> gone, long replayedBytes, boolean any) {
        for (ShardLog shard : changed) if (!shard.isDropped()) dirty.add(shard);
        dropped.addAll(gone);
        coveredWritten = -replayedBytes;
        uncovered = replayedBytes;
        uncoveredChanges = any;
    }

    @Override
    public int doWork(long nowNs) {
        int work = 0;
        Cut done = covered;
        if (done != null) {
            covered = null;
            release(done);
            work++;
        }
        if (cutWanted && failure == null) {
            cutWanted = false;
            cut = cut();
            checkpointer.signal();
            work++;
        }
        gather(inbox.takeAll());
        if (head == null) return work;
        Throwable cause = failure;
        if (cause != null) {
            failAll(cause);
            return work + 1;
        }
        try {
            return work + (commit() ? 1 : 0);
        } catch (Throwable e) { // an Error too: half a group may be written
            poison(e);
            failAll(e);
            return work + 1;
        }
    }

    private void gather(@Nullable Pending list) {
        if (list == null) return;
        if (tail == null) head = list;
        else tail.next = list;
        Pending last = list;
        while (last.next != null) last = last.next;
        tail = last;
    }

    /// Makes one group of what is first in line.
    ///
    /// @return false if it has to wait for journal space
    private boolean commit() throws IOException {
        int bytes = plan();
        Journal.Room room = journal.room(bytes, false);
        if (room == Journal.Room.FULL || (room == Journal.Room.EXHAUSTED && checkpointsFull)) {
            failRecords();
            if (head == null) return true;
            bytes = plan();
            if (journal.room(bytes, true) != Journal.Room.READY) {
                failAll(new StorageException("the disk is full"));
                return true;
            }
        } else if (room != Journal.Room.READY) {
            starved = true;
            checkpointer.signal();
            if (!onlyChanges() || journal.room(bytes, true) != Journal.Room.READY) return false;
        }
        if (starved) starved = false;
        complainedFull = complainedFull && room != Journal.Room.READY;
        long nowMs = clock.wallMs();
        long start = journal.address();
        Slab slab = cache.room(start, bytes);
        int at = slab.position(start);
        entries = 0;
        touchedCount = 0;
        int end = frame(slab, at + GroupHeader.LENGTH, nowMs);
        assert end - at <= bytes;
        if (entries > 0) {
            journal.commit(slab.bytes, at, end - at, entries, believed.nowMs());
            publish();
        }
        finish();
        if (entries > 0) tell();
        account();
        return true;
    }

    /// Decides how far the next group goes.
    ///
    /// @return most bytes it can take, header included
    private int plan() {
        long bytes = GroupHeader.LENGTH;
        boolean any = false;
        for (Pending pending = head; pending != null; pending = pending.next) {
            switch (pending) {
                case Pending.Batch batch -> {
                    bytes = plan(batch, bytes, any);
                    if (batch.planned < batch.batch.size()) {
                        planEnd = pending;
                        planWhole = false;
                        return Math.toIntExact(bytes);
                    }
                }
                case Pending.Changes changes -> {
                    long size = size(changes);
                    if (any && bytes + size > config.groupBytes()) {
                        planWhole = true;
                        return Math.toIntExact(bytes);
                    }
                    bytes += size;
                }
            }
            any = true;
            planEnd = pending;
        }
        planWhole = true;
        return Math.toIntExact(bytes);
    }

    // The last pending of the group, and whether it is in the group as a whole.
    private @Nullable Pending planEnd;
    private boolean planWhole;

    private long plan(Pending.Batch pending, long bytes, boolean any) {
        AppendBatch batch = pending.batch;
        int limit = config.groupBytes();
        if (pending.done == 0 && bytes + pending.weight <= limit) {
            pending.planned = batch.size();
            return bytes + pending.weight;
        }
        int i = pending.done;
        while (i < batch.size()) {
            int length = EntryLayout.HEADER + batch.partitionKey(i).length + batch.dataLength(i);
            if (bytes + length > limit && (any || i > pending.done)) break;
            bytes += length;
            i++;
        }
        pending.planned = i;
        return bytes;
    }

    private static long size(Pending.Changes changes) {
        long bytes = 0;
        for (Change change : changes.changes)
            bytes +=
                    switch (change) {
                        case Change.Command c ->
                                EntryLayout.HEADER + c.ledger.key.length + c.bytes.length;
                        case Change.OfShard s -> EntryLayout.HEADER + 16;
                        case Change.Trim t -> EntryLayout.HEADER;
                        case Change.Checkpoint c -> EntryLayout.HEADER;
                    };
        return bytes;
    }

    private boolean onlyChanges() {
        for (Pending pending = head; pending != null; pending = pending.next) {
            if (pending instanceof Pending.Batch) return false;
            if (pending == planEnd) break;
        }
        return true;
    }

    private int frame(Slab slab, int at, long nowMs) {
        for (Pending pending = head; pending != null; pending = pending.next) {
            switch (pending) {
                case Pending.Batch batch -> at = frame(batch, slab, at, nowMs);
                case Pending.Changes changes -> {
                    String objection = objection(changes);
                    if (objection == null) at = frame(changes, slab.bytes, at, nowMs);
                    else changes.fail(new IllegalArgumentException(objection));
                }
            }
            if (pending == planEnd) break;
        }
        return at;
    }

    private int frame(Pending.Batch pending, Slab slab, int at, long nowMs) {
        AppendBatch batch = pending.batch;
        number(pending, slab.start + at, nowMs);
        for (int i = pending.done; i < pending.planned; i++) {
            if (batch.outcome(i) != Outcome.APPENDED) continue;
            at +=
                    EntryLayout.write(
                            slab.bytes,
                            at,
                            EntryLayout.DATA,
                            batch.shard(i),
                            batch.offset(i),
                            batch.arrivalMs(i),
                            batch.partitionKey(i),
                            batch.array(i),
                            batch.dataOffset(i),
                            batch.dataLength(i),
                            crc);
            entries++;
        }
        return at;
    }

    /// Gives each record its number. Apart from writing them: over many shards a record's state is
    /// seldom in the processor's cache, and a short loop waits for several of them at once.
    private void number(Pending.Batch pending, long address, long nowMs) {
        AppendBatch batch = pending.batch;
        for (int i = pending.done; i < pending.planned; i++) {
            ShardLog shard = shards.get(batch.shard(i));
            if (shard == null || shard.closed) {
                batch.refuse(i, Outcome.CLOSED);
                continue;
            }
            long arrivalMs = Math.max(shard.lastArrivalMs, nowMs);
            shard.lastArrivalMs = arrivalMs;
            shard.index.append(address);
            if (!shard.inGroup) touch(shard);
            batch.place(i, shard.next++, arrivalMs);
            address += EntryLayout.HEADER + batch.partitionKey(i).length + batch.dataLength(i);
        }
    }

    private void touch(ShardLog shard) {
        shard.inGroup = true;
        if (touchedCount == touched.length) touched = Arrays.copyOf(touched, touchedCount * 2);
        touched[touchedCount++] = shard;
        if (!shard.dirty) {
            shard.dirty = true;
            dirty.add(shard);
        }
    }

    /// Why these changes make no sense, if so: said before anything of them is numbered.
    private @Nullable String objection(Pending.Changes changes) {
        Set<Integer> opened = new HashSet<>();
        Set<Integer> gone = new HashSet<>();
        for (Change change : changes.changes) {
            if (change instanceof Change.Command command
                    && command.bytes.length
                            > EntryLayout.MAX - EntryLayout.HEADER - command.ledger.key.length)
                return "a command of " + command.bytes.length + " bytes is too large";
            if (!(change instanceof Change.OfShard(ShardChange of))) continue;
            switch (of) {
                case ShardChange.Open open -> {
                    if (shards.get(open.shard().number()) != null
                            || !opened.add(open.shard().number()))
                        return "there is a shard " + open.shard().number() + " already";
                    if (open.shard().number() >= ShardTable.MOST)
                        return "shard number " + open.shard().number() + " is too large";
                }
                case ShardChange.Close(int shard) -> {
                    if (unknown(shard, opened, gone)) return "there is no shard " + shard;
                }
                case ShardChange.Drop(int shard) -> {
                    if (unknown(shard, opened, gone) || !gone.add(shard))
                        return "there is no shard " + shard;
                }
                case ShardChange.Retain(int shard, long retentionMs) -> {
                    if (unknown(shard, opened, gone)) return "there is no shard " + shard;
                }
            }
        }
        return null;
    }

    /// A shard whose drop is on its way counts as gone: what follows it in the journal would name
    /// a shard that recovery does not know.
    private boolean unknown(int number, Set<Integer> opened, Set<Integer> gone) {
        if (gone.contains(number)) return true;
        ShardLog shard = shards.get(number);
        return shard == null ? !opened.contains(number) : shard.dropping;
    }

    private int frame(Pending.Changes pending, byte[] to, int at, long nowMs) {
        for (Change change : pending.changes)
            at +=
                    switch (change) {
                        case Change.Command c ->
                                frame(
                                        to,
                                        at,
                                        EntryLayout.COMMAND,
                                        EntryLayout.NO_SHARD,
                                        ++c.ledger.numbered,
                                        nowMs,
                                        c.ledger.key,
                                        c.bytes);
                        case Change.OfShard(ShardChange of) -> frame(of, to, at, nowMs);
                        case Change.Trim(int shard, long first) ->
                                frame(to, at, EntryLayout.TRIM, shard, first, nowMs, NONE, NONE);
                        case Change.Checkpoint(long lsn) ->
                                frame(
                                        to,
                                        at,
                                        EntryLayout.CHECKPOINT,
                                        EntryLayout.NO_SHARD,
                                        lsn,
                                        nowMs,
                                        NONE,
                                        NONE);
                    };
        return at;
    }

    private int frame(ShardChange change, byte[] to, int at, long nowMs) {
        return switch (change) {
            case ShardChange.Open(var ref, long retentionMs) -> {
                var shard = new ShardLog(ref, 1, 1, 0, false, retentionMs);
                shards.put(shard);
                touch(shard);
                byte[] data = new byte[16];
                LittleEndian.putInt(data, 0, ref.stream());
                LittleEndian.putInt(data, 4, ref.index());
                LittleEndian.putLong(data, 8, retentionMs);
                yield frame(to, at, EntryLayout.OPEN, ref.number(), 0, nowMs, NONE, data);
            }
            case ShardChange.Close(int number) -> {
                ShardLog shard = shards.known(number);
                shard.closed = true;
                if (!shard.inGroup) touch(shard);
                yield frame(to, at, EntryLayout.CLOSE, number, shard.next, nowMs, NONE, NONE);
            }
            case ShardChange.Drop(int number) -> {
                ShardLog shard = shards.known(number);
                shard.closed = true;
                shard.dropping = true;
                if (!shard.inGroup) touch(shard);
                yield frame(to, at, EntryLayout.DROP, number, shard.next, nowMs, NONE, NONE);
            }
            case ShardChange.Retain(int number, long retentionMs) -> {
                ShardLog shard = shards.known(number);
                shard.retentionMs = retentionMs;
                if (!shard.inGroup) touch(shard);
                byte[] data = new byte[8];
                LittleEndian.putLong(data, 0, retentionMs);
                yield frame(to, at, EntryLayout.RETAIN, number, 0, nowMs, NONE, data);
            }
        };
    }

    private int frame(
            byte[] to,
            int at,
            byte type,
            int shard,
            long offset,
            long nowMs,
            byte[] key,
            byte[] data) {
        entries++;
        return EntryLayout.write(
                to, at, type, shard, offset, nowMs, key, data, 0, data.length, crc);
    }

    /// Everything framed is on the disk: readers may see it.
    private void publish() {
        for (int i = 0; i < touchedCount; i++) {
            ShardLog shard = touched[i];
            shard.inGroup = false;
            shard.publish();
        }
        VarHandle.fullFence(); // what is looked at next, e.g. who watches, is later than this
    }

    /// Wakes who waits for the shards of the group. After all that was applied and acknowledged, so
    /// that nobody acts on half of a change, and no acknowledgement waits for readers.
    private void tell() {
        for (int i = 0; i < touchedCount; i++) touched[i].tell();
    }

    /// Applies what the group's changes mean, then tells those who wait, in the queue's order.
    private void finish() {
        Pending last = planEnd;
        for (Pending pending = head; pending != null; pending = pending.next) {
            if (pending instanceof Pending.Changes changes && !changes.isDecided()) apply(changes);
            if (pending == last) break;
        }
        while (true) {
            Pending first = head;
            if (first == null) break;
            boolean isLast = first == last;
            if (isLast && !planWhole) {
                if (first instanceof Pending.Batch batch) batch.done = batch.planned;
                break;
            }
            head = first.next;
            if (head == null) tail = null;
            first.next = null;
            switch (first) {
                case Pending.Batch batch -> complete(batch);
                case Pending.Changes changes -> {
                    if (!changes.isDecided()) changes.succeed();
                }
            }
            if (isLast) break;
        }
    }

    private void apply(Pending.Changes pending) {
        for (Change change : pending.changes)
            switch (change) {
                case Change.Command command -> command.ledger.apply(command.bytes);
                case Change.OfShard(ShardChange.Drop(int number)) -> {
                    ShardLog shard = shards.known(number);
                    shard.drop();
                    shards.remove(number);
                    dropped.add(number);
                    droppedFiles.add(shard);
                    checkpointer.signal();
                }
                case Change.OfShard s -> {} // published with the group
                case Change.Trim(int number, long first) -> {
                    ShardLog shard = shards.get(number);
                    if (shard == null) break;
                    shard.trim(first);
                    if (!shard.dirty) {
                        shard.dirty = true;
                        dirty.add(shard);
                    }
                }
                case Change.Checkpoint c -> {}
            }
    }

    private void complete(Pending.Batch pending) {
        inFlight.addAndGet(-pending.weight);
        try {
            pending.batch.complete();
        } catch (Throwable e) { // the batch is durable, whatever its listener does
            LOG.log(System.Logger.Level.ERROR, "the listener of a batch failed", e);
        }
    }

    private void account() {
        uncovered = journal.written() - coveredWritten;
        boolean first = !uncoveredChanges && (!dirty.isEmpty() || !dropped.isEmpty());
        if (first) uncoveredChanges = true;
        if (!uncoveredChanges)
            for (LedgerLog ledger : ledgers)
                if (ledger.changed()) {
                    uncoveredChanges = true;
                    break;
                }
        if (uncovered > checkpointDueBytes) checkpointer.signal();
    }

    // ---- checkpoints

    private Cut cut() {
        List<Cut.ShardCut> changed = new ArrayList<>(dirty.size());
        for (ShardLog shard : dirty) {
            shard.dirty = false;
            if (shards.get(shard.ref.number()) != shard) continue; // dropped
            changed.add(
                    new Cut.ShardCut(
                            shard,
                            shard.first(),
                            shard.next,
                            shard.lastArrivalMs,
                            shard.closed,
                            shard.retentionMs));
        }
        List<LedgerLog.LedgerCut> states = new ArrayList<>();
        for (LedgerLog ledger : ledgers) states.add(ledger.cut());
        var taken =
                new Cut(
                        journal.mark(),
                        journal.address(),
                        journal.written(),
                        believed.nowMs(),
                        changed,
                        List.copyOf(dropped),
                        states);
        dirty.clear();
        dropped.clear();
        uncoveredChanges = false;
        return taken;
    }

    /// What a durable snapshot covers need not be kept: journal files, and the index of records
    /// that are in segments and no longer cached.
    private void release(Cut done) {
        coveredWritten = done.written();
        uncovered = journal.written() - coveredWritten;
        journal.retire(done.mark());
        filler.signal();
        long cached = cache.start();
        shards.forEach(
                shard -> {
                    if (!shard.index.isEmpty()) shard.index.trim(shard.checkpointed(), cached);
                });
        gather(new Pending.Changes(List.of(new Change.Checkpoint(done.mark().lsn()))));
    }

    // ---- failure

    /// The disk is full: records are refused, changes go on.
    private void failRecords() {
        if (!complainedFull)
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the disk of the data folder is full: records are refused until there is space"
                            + " for the journal in wal/");
        complainedFull = true;
        journal.forgetWanted();
        Pending before = null;
        Pending pending = head;
        while (pending != null) {
            Pending next = pending.next;
            if (pending instanceof Pending.Batch batch) {
                if (before == null) head = next;
                else before.next = next;
                batch.next = null;
                fail(batch);
            } else {
                before = pending;
            }
            pending = next;
        }
        tail = before;
    }

    private void fail(Pending.Batch pending) {
        for (int i = pending.done; i < pending.batch.size(); i++)
            pending.batch.refuse(i, Outcome.FAILED);
        complete(pending);
    }

    private void failAll(Throwable cause) {
        while (head != null) {
            Pending pending = head;
            head = pending.next;
            if (head == null) tail = null;
            pending.next = null;
            switch (pending) {
                case Pending.Batch batch -> fail(batch);
                case Pending.Changes changes -> {
                    if (!changes.isDecided()) changes.fail(cause);
                }
            }
        }
    }

    /// Whether nothing waits.
    boolean isIdle() {
        return head == null && inbox.isEmpty() && covered == null;
    }

    boolean hasQueued() {
        return !inbox.isEmpty();
    }

    /// Refuses whatever is left and whatever comes. The committer's last act.
    void close() {
        gather(inbox.close());
        Throwable cause = failure;
        failAll(cause == null ? new StorageException("the log is closed") : cause);
    }
}
