package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.ShardRef;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/// Brings the folder's state back: newest snapshot, then the journal from there on. Refuses what no
/// crash can have left behind, unless told to salvage.
///
/// What is read counts from now on, so it is forced first: after a killed process it may exist in
/// the page cache only.
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
    private static final String LOST = "lost";

    /// A journal file that holds, or held, groups.
    private record Member(String name, JournalHeader header, Disk.File file, long size) {}

    private final Disk disk;
    private final UUID store;
    private final boolean salvage;
    private final Map<String, LedgerLog> ledgers;
    private final ShardTable shards;

    private final TreeMap<Long, Member> members = new TreeMap<>(); // by walSeq
    private final List<String> unused = new ArrayList<>(); // made ahead of time
    private final TreeMap<Integer, Snapshot.ShardState> table = new TreeMap<>();
    private final List<ShardLog> changed = new ArrayList<>();
    private final List<Integer> dropped = new ArrayList<>();
    private final List<JournalFile> files = new ArrayList<>();
    private Journal.Mark mark = Journal.Mark.START;
    private long highestWalSeq;
    private long address;
    private long replayedBytes;
    private boolean replayed;
    private long snapshotLsn;
    private final List<Segment> held = new ArrayList<>();
    private long nextSegment = 1;

    // The newest group.
    private @Nullable JournalFile newestHolder;
    private long newestPosition;
    private int newestLength;
    private long newestMs;

    Recovery(
            Disk disk,
            UUID store,
            boolean salvage,
            Map<String, LedgerLog> ledgers,
            ShardTable shards) {
        this.disk = disk;
        this.store = store;
        this.salvage = salvage;
        this.ledgers = ledgers;
        this.shards = shards;
    }

    void run(Consumer<JournalFile> recycler) throws IOException, StorageException {
        loadSnapshot();
        findMembers();
        replay(recycler);
        writeAgain();
        for (JournalFile file : files) file.file.force();
        disk.forceDirectory(JournalFiles.FOLDER);
        disk.forceDirectory(Snapshot.FOLDER);
        checkSegments();
        sweep();
    }

    /// A force that failed leaves pages that the kernel takes for written although the disk does
    /// not have them: forcing again does nothing. Nothing was written behind such a force, so it
    /// concerns the newest group or the header of the newest file, which are written once more.
    private void writeAgain() throws IOException {
        if (files.isEmpty()) return;
        writeAgain(files.getLast().file, 0, JournalHeader.LENGTH);
        JournalFile holder = newestHolder;
        if (holder != null) writeAgain(holder.file, newestPosition, newestLength);
    }

    private static void writeAgain(Disk.File file, long position, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        file.read(bytes, position);
        file.write(bytes.flip(), position);
    }

    // ---- what came out of it

    Journal.Mark mark() {
        return mark;
    }

    long address() {
        return address;
    }

    long nextWalSeq() {
        return highestWalSeq + 1;
    }

    JournalFile[] files() {
        return files.toArray(new JournalFile[0]);
    }

    /// Shards that changed since the snapshot.
    List<ShardLog> changed() {
        return changed;
    }

    List<Integer> dropped() {
        return dropped;
    }

    /// The snapshot's shards, without their segments.
    Map<Integer, Snapshot.ShardState> table() {
        return table;
    }

    /// The segments that shards have records in, each as often as a shard has.
    List<Segment> segments() {
        return held;
    }

    /// Number of the next segment.
    long nextSegment() {
        return nextSegment;
    }

    /// The time at which the folder was last written to, as its writer saw it; 0 if never.
    long newestMs() {
        return newestMs;
    }

    long replayedBytes() {
        return replayedBytes;
    }

    boolean hasReplayed() {
        return replayed;
    }

    /// Journal files that no record needs any more.
    List<JournalFile> obsolete(Consumer<JournalFile> recycler) {
        List<JournalFile> list = new ArrayList<>();
        for (Member member : members.values())
            if (member.header.walSeq() < firstNeeded)
                list.add(
                        new JournalFile(
                                member.name,
                                member.header.walSeq(),
                                member.file,
                                member.size,
                                0,
                                recycler));
        return list;
    }

    private long firstNeeded = Long.MAX_VALUE;

    // ---- the snapshot

    private void loadSnapshot() throws IOException, StorageException {
        List<String> names =
                disk.list(Snapshot.FOLDER).stream()
                        .filter(name -> name.endsWith(Snapshot.SUFFIX))
                        .toList()
                        .reversed();
        for (String name : names) {
            String path = Snapshot.FOLDER + "/" + name;
            try {
                Snapshot snapshot = Snapshot.read(disk, path);
                if (!snapshot.store().equals(store))
                    throw new DamagedException(path + " belongs to another store");
                restore(snapshot);
                return;
            } catch (DamagedException e) {
                refuse(
                        e.getMessage()
                                + "; salvaging goes back to an older snapshot, if there is one,"
                                + " and loses what came later");
            }
        }
    }

    private void restore(Snapshot snapshot) throws StorageException {
        for (LedgerLog.LedgerCut cut : snapshot.ledgers()) {
            LedgerLog ledger = ledgers.get(cut.name);
            if (ledger == null)
                throw new StorageException(
                        "the folder holds a ledger that this program does not know: " + cut.name);
            ledger.restore(cut);
        }
        for (Snapshot.ShardState state : snapshot.shards()) {
            table.put(state.ref().number(), state.with(SegmentList.EMPTY));
            var shard =
                    new ShardLog(
                            state.ref(),
                            state.first(),
                            state.next(),
                            state.lastArrivalMs(),
                            state.closed(),
                            state.retentionMs());
            shard.segments(state.segments());
            shard.publish();
            shards.put(shard);
        }
        nextSegment = snapshot.nextSegment();
        mark = snapshot.mark();
        snapshotLsn = mark.lsn();
        newestMs = snapshot.takenMs();
    }

    // ---- the journal

    private void findMembers() throws IOException, StorageException {
        for (String name : disk.list(JournalFiles.FOLDER)) {
            String path = JournalFiles.FOLDER + "/" + name;
            long walSeq = walSeq(name);
            if (walSeq < 0) throw new StorageException(path + " is not a file of Millrace's");
            Disk.File file = disk.open(path, false);
            switch (JournalHeader.read(file)) {
                case JournalHeader.Found.Valid(JournalHeader header) -> {
                    if (!header.store().equals(store))
                        throw new StorageException(path + " belongs to another store");
                    if (header.walSeq() > walSeq)
                        throw new StorageException(
                                path + " has the header of a later file, " + header.walSeq());
                    if (header.walSeq() == walSeq) {
                        members.put(walSeq, new Member(path, header, file, file.size()));
                        highestWalSeq = Math.max(highestWalSeq, walSeq);
                    } else {
                        // An old file under its next name.
                        file.close();
                        unused.add(path);
                    }
                }
                case JournalHeader.Found.Blank blank -> {
                    file.close();
                    unused.add(path);
                }
                case JournalHeader.Found.Damaged damaged -> {
                    file.close();
                    refuse("the header of " + path + " is damaged; salvaging loses what it holds");
                    setAside(path);
                }
            }
        }
    }

    private static long walSeq(String name) {
        return name.matches("\\d{16}\\.wal") ? Long.parseLong(name.substring(0, 16)) : -1;
    }

    private void replay(Consumer<JournalFile> recycler) throws IOException, StorageException {
        firstNeeded = mark.walSeq();
        Member start = members.get(mark.walSeq());
        if (start == null) {
            // The snapshot may say that the journal goes on in a file that is yet to be made.
            boolean fresh =
                    mark.position() == JournalHeader.LENGTH
                            && members.tailMap(mark.walSeq(), true).isEmpty();
            if (fresh) {
                highestWalSeq = mark.walSeq() - 1;
            } else {
                refuse(
                        "%s, in which the journal continues, is missing; salvaging loses what the journal holds"
                                .formatted(JournalFiles.name(mark.walSeq())));
                abandonFrom(mark.walSeq());
                highestWalSeq = Math.max(highestWalSeq, mark.walSeq());
                mark =
                        new Journal.Mark(
                                highestWalSeq + 1,
                                JournalHeader.LENGTH,
                                mark.groupSeq(),
                                mark.lsn(),
                                mark.previousLsn());
            }
            return;
        }
        if (start.header.firstGroupSeq() > mark.groupSeq())
            throw new StorageException(start.name + " begins behind the snapshot's place");
        long walSeq = mark.walSeq();
        while (true) {
            Member member = members.get(walSeq);
            if (member == null) throw new IllegalStateException("no " + walSeq);
            if (!replay(member, recycler)) {
                abandonFrom(walSeq + 1);
                return;
            }
            Member next = members.get(walSeq + 1);
            if (next == null) {
                Long later = members.higherKey(walSeq);
                if (later == null) return;
                refuse(
                        "%s is missing, but %s is there; salvaging loses what came after %s"
                                .formatted(
                                        JournalFiles.name(walSeq + 1),
                                        JournalFiles.name(later),
                                        member.name));
                abandonFrom(walSeq + 1);
                return;
            }
            walSeq++;
            mark =
                    new Journal.Mark(
                            walSeq,
                            JournalHeader.LENGTH,
                            mark.groupSeq(),
                            mark.lsn(),
                            mark.previousLsn());
        }
    }

    /// @return false if the journal ends here although more was there
    private boolean replay(Member member, Consumer<JournalFile> recycler)
            throws IOException, StorageException {
        var file =
                new JournalFile(
                        member.name,
                        member.header.walSeq(),
                        member.file,
                        member.size,
                        address,
                        recycler);
        files.add(file);
        var scan = new JournalScan(member.file, member.header, mark);
        Member next = members.get(member.header.walSeq() + 1);
        if (next != null) scan.stopBefore(next.header.firstGroupSeq());
        while (true) {
            long position = scan.mark().position();
            GroupHeader group = scan.next();
            if (group == null) break;
            int length = GroupHeader.LENGTH + group.payloadLength();
            file.add(address, position, length);
            newestHolder = file;
            newestPosition = position;
            newestLength = length;
            newestMs = Math.max(newestMs, group.writtenMs());
            replay(scan, group, member.name, position);
            address += length;
            replayedBytes += scan.mark().position() - position;
            replayed = true;
            mark = scan.mark();
        }
        if (next != null) {
            if (next.header.firstGroupSeq() == mark.groupSeq()
                    && next.header.firstLsn() == mark.lsn()) return true; // torn, or just full
            refuse(
                    "%s has no valid group %d at position %d, but %s continues at group %d; salvaging loses group %d and all later ones"
                            .formatted(
                                    member.name,
                                    mark.groupSeq(),
                                    mark.position(),
                                    next.name,
                                    next.header.firstGroupSeq(),
                                    mark.groupSeq()));
            return false;
        }
        JournalScan.Later later = scan.later();
        if (later.groups() == 0) return true;
        refuse(
                "%s is damaged at position %d: group %d is not valid, but %d later groups follow from position %d; salvaging loses that group and %d entries behind it"
                        .formatted(
                                member.name,
                                mark.position(),
                                mark.groupSeq(),
                                later.groups(),
                                later.position(),
                                later.entries()));
        return false;
    }

    private void replay(JournalScan scan, GroupHeader group, String name, long position)
            throws IOException {
        byte[] bytes = scan.bytes();
        int at = scan.payloadAt();
        int end = at + group.payloadLength();
        long entryAddress = address + GroupHeader.LENGTH;
        while (at < end) {
            int length = end - at < EntryLayout.HEADER ? 0 : EntryLayout.length(bytes, at);
            if (length < EntryLayout.HEADER || length > end - at)
                throw new DamagedException(name, position);
            replay(bytes, at, entryAddress, name, position);
            at += length;
            entryAddress += length;
        }
    }

    private void replay(byte[] bytes, int at, long entryAddress, String name, long position)
            throws IOException {
        int number = EntryLayout.shard(bytes, at);
        long offset = EntryLayout.offset(bytes, at);
        int dataAt = at + EntryLayout.HEADER + EntryLayout.keyLength(bytes, at);
        switch (EntryLayout.type(bytes, at)) {
            case EntryLayout.DATA -> {
                ShardLog shard = known(number, name, position);
                if (offset != shard.next || shard.closed)
                    throw new DamagedException(
                            "%s, position %d: record %d of shard %d comes after %d"
                                    .formatted(name, position, offset, number, shard.next - 1));
                shard.next++;
                shard.lastArrivalMs = EntryLayout.arrivalMs(bytes, at);
                shard.index.append(entryAddress);
                change(shard);
            }
            case EntryLayout.OPEN -> {
                var ref =
                        new ShardRef(
                                number,
                                LittleEndian.getInt(bytes, dataAt),
                                LittleEndian.getInt(bytes, dataAt + 4));
                long retentionMs = LittleEndian.getLong(bytes, dataAt + 8);
                var shard = new ShardLog(ref, 1, 1, 0, false, retentionMs);
                shards.put(shard);
                change(shard);
            }
            case EntryLayout.CLOSE -> {
                ShardLog shard = known(number, name, position);
                shard.closed = true;
                change(shard);
            }
            case EntryLayout.DROP -> {
                ShardLog shard = known(number, name, position);
                shard.drop();
                shards.remove(number);
                dropped.add(number);
            }
            case EntryLayout.RETAIN -> {
                ShardLog shard = known(number, name, position);
                shard.retentionMs = LittleEndian.getLong(bytes, dataAt);
                change(shard);
            }
            case EntryLayout.TRIM -> {
                ShardLog shard = shards.get(number);
                if (shard == null) break; // dropped in the meantime
                shard.trim(offset);
                change(shard);
            }
            case EntryLayout.COMMAND -> {
                int keyLength = EntryLayout.keyLength(bytes, at);
                String key =
                        new String(
                                bytes, at + EntryLayout.HEADER, keyLength, StandardCharsets.UTF_8);
                LedgerLog ledger = ledgers.get(key);
                if (ledger == null)
                    throw new DamagedException(
                            "the folder holds a ledger that this program does not know: " + key);
                if (offset != ledger.commands() + 1)
                    throw new DamagedException(
                            "%s, position %d: command %d of ledger %s comes after %d"
                                    .formatted(name, position, offset, key, ledger.commands()));
                ledger.numbered = offset;
                ledger.apply(
                        Arrays.copyOfRange(
                                bytes, dataAt, dataAt + EntryLayout.dataLength(bytes, at)));
            }
            case EntryLayout.CHECKPOINT -> {
                if (offset > snapshotLsn && !salvage)
                    throw new DamagedException(
                            "%s says that there is %s, which is missing"
                                    .formatted(name, Snapshot.name(offset)));
            }
            default ->
                    throw new DamagedException(
                            "%s, position %d: an entry of unknown type %d"
                                    .formatted(name, position, EntryLayout.type(bytes, at)));
        }
    }

    private ShardLog known(int number, String name, long position) throws DamagedException {
        ShardLog shard = shards.get(number);
        if (shard == null)
            throw new DamagedException(
                    "%s, position %d: an entry of shard %d, which does not exist"
                            .formatted(name, position, number));
        return shard;
    }

    private void change(ShardLog shard) {
        if (shard.dirty) return;
        shard.dirty = true;
        changed.add(shard);
    }

    /// Puts journal files from this number on aside: what they hold is given up.
    private void abandonFrom(long walSeq) throws IOException {
        for (Member member : List.copyOf(members.tailMap(walSeq, true).values())) {
            member.file.close();
            members.remove(member.header.walSeq());
            setAside(member.name);
        }
        highestWalSeq = members.isEmpty() ? 0 : members.lastKey();
    }

    private void setAside(String path) throws IOException {
        disk.createFolder(LOST);
        String name = LOST + "/" + path.replace('/', '-');
        LOG.log(System.Logger.Level.WARNING, "moving " + path + " to " + name);
        disk.rename(path, name);
        disk.forceDirectory(LOST);
        disk.forceDirectory("");
    }

    private void refuse(@Nullable String why) throws StorageException {
        if (!salvage)
            throw new StorageException(
                    why + ". Nothing was changed; open with salvage to accept that loss");
        LOG.log(System.Logger.Level.WARNING, "salvaging: " + why);
    }

    // ---- the segments

    private void checkSegments() throws IOException, StorageException {
        for (ShardLog shard : changed) shard.publish();
        List<ShardLog> all = new ArrayList<>();
        shards.forEach(all::add);
        Map<Segment, Boolean> found = new HashMap<>();
        for (ShardLog shard : all) {
            SegmentList kept = shard.segments();
            kept = kept.without(kept.countBelow(shard.first(), shard.checkpointed()));
            for (int i = kept.size() - 1; i >= 0; i--) {
                Segment segment = kept.segment(i);
                Boolean isThere = found.get(segment);
                if (isThere == null) {
                    isThere = isThere(segment);
                    found.put(segment, isThere);
                }
                if (isThere) held.add(segment);
                else kept = kept.without(segment);
            }
            shard.segments(kept);
            if (salvage) {
                shard.trim(kept.size() == 0 ? shard.checkpointed() : kept.base(0));
                change(shard);
            }
        }
    }

    /// What lies behind a segment's extent was written after the snapshot; the journal has it
    /// too.
    private boolean isThere(Segment segment) throws IOException, StorageException {
        if (!disk.exists(segment.name())) {
            refuse(segment.name() + " is missing; salvaging loses the records it held");
            return false;
        }
        try (Disk.File file = disk.open(segment.name(), false)) {
            long size = file.size();
            int length = segment.extent().length();
            if (size > length) file.truncate(length);
            if (size < length)
                refuse(
                        "%s has %d bytes instead of %d; salvaging loses the records behind that"
                                .formatted(segment.name(), size, length));
        }
        return true;
    }

    // ---- what a crash leaves lying about

    private void sweep() throws IOException {
        for (String name : unused) disk.delete(name);
        for (String name : disk.list(Snapshot.FOLDER))
            if (!(Snapshot.FOLDER + "/" + name).equals(Snapshot.name(snapshotLsn)))
                remove(Snapshot.FOLDER + "/" + name);
        Set<String> kept = new HashSet<>();
        for (Segment segment : held) kept.add(segment.name());
        for (String stream : disk.list(Segment.FOLDER)) {
            String folder = Segment.FOLDER + "/" + stream;
            boolean any = false;
            for (String name : disk.list(folder)) {
                if (kept.contains(folder + "/" + name)) any = true;
                else remove(folder + "/" + name);
            }
            if (!any) disk.delete(folder);
        }
    }

    /// When salvaging, what nothing refers to may be all that is left.
    private void remove(String path) throws IOException {
        if (salvage) setAside(path);
        else disk.delete(path);
    }
}
