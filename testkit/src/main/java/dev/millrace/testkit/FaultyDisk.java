package dev.millrace.testkit;

import dev.millrace.stream.Disk;
import dev.millrace.stream.DiskFullException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// A disk in memory that does everything that a real one may do to us: at a power loss it forgets,
/// tears (every 512 bytes) and reorders what was not forced, names included; it fails and fills up,
/// on demand or by chance. What was forced stays. Everything follows from the seed. Any thread.
public final class FaultyDisk implements Disk {
    /// What can go wrong.
    public enum Operation {
        CREATE,
        WRITE,
        FORCE,
        TRUNCATE,
        RENAME,
        DELETE,
        CREATE_FOLDER,
        FORCE_DIRECTORY,
        READ
    }

    private static final int SECTOR = 512;

    private final RandomGenerator random;
    private Folder root = new Folder();
    private int generation; // handles of an earlier life are dead
    private boolean locked;
    private boolean crashed;
    private long operations;
    private long crashAt = Long.MAX_VALUE;
    private long capacity = Long.MAX_VALUE;
    private @Nullable String fullPrefix;
    private @Nullable Fault fault;
    private int troubleOneIn; // 0 for none
    private Runnable delay = () -> {};
    private long errors;
    private Predicate<String> hiddenFailures = name -> false;
    private Predicate<String> ignoredForces = name -> false;
    private Predicate<String> ignoredDirectoryForces = name -> false;

    private record Fault(Operation operation, String prefix) {}

    public FaultyDisk(long seed) {
        random = new java.util.SplittableRandom(seed);
    }

    // ---- what a test does to it

    /// Everything stops at the `count`th changing operation from now: that one is half done, and
    /// nothing works any more until [#crash] or [#kill].
    public synchronized void crashAfter(long count) {
        crashAt = operations + count;
    }

    /// Changing operations so far.
    public synchronized long operations() {
        return operations;
    }

    public synchronized boolean hasCrashed() {
        return crashed;
    }

    /// The power is back: what was forced is there, of the rest whatever chance left.
    public synchronized void crash() {
        restart();
        // The whole spectrum: nothing left, everything left, and in between.
        double survival =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> 1;
                    default -> random.nextDouble();
                };
        root = root.survive(random, survival);
    }

    /// The process died, the machine did not: nothing is lost, and nothing more is durable.
    public synchronized void kill() {
        restart();
    }

    private void restart() {
        generation++;
        locked = false;
        crashed = false;
        crashAt = Long.MAX_VALUE;
        fault = null;
        troubleOneIn = 0;
    }

    /// From now on, until [#crash] or [#kill], things go wrong by chance: input/output errors,
    /// writes that get half of their bytes to the disk, no space, forces that fail and forget what
    /// they were for, and slowness.
    ///
    /// @param oneIn of so many operations one meets trouble
    /// @param delay what a slow operation does before it goes on
    public synchronized void trouble(int oneIn, Runnable delay) {
        troubleOneIn = oneIn;
        this.delay = delay;
    }

    /// How many operations have failed, other than by the power.
    public synchronized long errors() {
        return errors;
    }

    /// The next operation of this kind on a name that starts so fails with an I/O error.
    public synchronized void failNext(Operation operation, String prefix) {
        fault = new Fault(operation, prefix);
    }

    /// Whether what [#failNext] asked for has happened.
    public synchronized boolean hasFailed() {
        return fault == null;
    }

    /// Limits the sum of all files' sizes; beyond it, writing fails as on a full disk.
    public synchronized void capacity(long bytes) {
        capacity = bytes;
    }

    /// Lets no file whose name starts so grow: as on a full disk, but for these alone; `null` for
    /// none.
    public synchronized void full(@Nullable String prefix) {
        fullPrefix = prefix;
    }

    public synchronized long used() {
        return root.bytes();
    }

    /// The sum of the sizes of all files in a folder, at any depth.
    public synchronized long used(String folder) {
        return find(folder) instanceof Folder found ? found.bytes() : 0;
    }

    /// Flips one bit of a file, durably.
    public synchronized void flip(String name, long position, int bit) throws IOException {
        Inode inode = inode(name);
        inode.settle();
        inode.live[(int) position] ^= (byte) (1 << bit);
        inode.durable = inode.live.clone();
    }

    /// Lies: forces of files with such names do nothing.
    public synchronized void ignoreForces(Predicate<String> names) {
        ignoredForces = names;
    }

    /// Lies: forces of folders with such names do nothing.
    public synchronized void ignoreDirectoryForces(Predicate<String> names) {
        ignoredDirectoryForces = names;
    }

    /// Lies: what such a file's force could not do is not said.
    public synchronized void hideFailedForces(Predicate<String> names) {
        hiddenFailures = names;
    }

    // ---- the tree

    private sealed interface Node {}

    /// A change of names inside a folder that was not forced yet.
    private static final class Naming {
        final @Nullable String gone;
        final @Nullable String come;
        final @Nullable Node node;

        Naming(@Nullable String gone, @Nullable String come, @Nullable Node node) {
            this.gone = gone;
            this.come = come;
            this.node = node;
        }

        void applyTo(Map<String, Node> names) {
            if (gone != null) names.remove(gone);
            if (come != null && node != null) names.put(come, node);
        }
    }

    private static final class Folder implements Node {
        final TreeMap<String, Node> live = new TreeMap<>();
        final TreeMap<String, Node> durable = new TreeMap<>();
        final List<Naming> pending = new ArrayList<>();

        void change(Naming naming) {
            naming.applyTo(live);
            pending.add(naming);
        }

        void force() {
            for (Naming naming : pending) naming.applyTo(durable);
            pending.clear();
        }

        Folder survive(RandomGenerator random, double survival) {
            var after = new Folder();
            var names = new TreeMap<String, Node>(durable);
            for (Naming naming : pending) if (random.nextDouble() < survival) naming.applyTo(names);
            for (Map.Entry<String, Node> name : names.entrySet()) {
                Node node =
                        switch (name.getValue()) {
                            case Folder folder -> folder.survive(random, survival);
                            case Inode inode -> inode.survive(random, survival);
                        };
                after.live.put(name.getKey(), node);
                after.durable.put(name.getKey(), node);
            }
            return after;
        }

        long bytes() {
            long sum = 0;
            for (Node node : live.values())
                sum +=
                        switch (node) {
                            case Folder folder -> folder.bytes();
                            case Inode inode -> inode.size;
                        };
            return sum;
        }
    }

    /// A write, or with no bytes a truncation to `position`.
    private static final class Unforced {
        final long position;
        final byte @Nullable [] bytes;

        /// A force failed over it: the kernel forgot that it is not on the disk. Until somebody
        /// writes it again, only chance can bring it there.
        boolean doomed;

        Unforced(long position, byte @Nullable [] bytes) {
            this.position = position;
            this.bytes = bytes;
        }
    }

    private static final class Inode implements Node {
        byte[] live = {};
        int size;
        byte[] durable = {};
        final List<Unforced> pending = new ArrayList<>();

        void write(long position, byte[] bytes) {
            int end = Math.toIntExact(position + bytes.length);
            if (end > live.length) live = Arrays.copyOf(live, Math.max(end, live.length * 2));
            System.arraycopy(bytes, 0, live, (int) position, bytes.length);
            size = Math.max(size, end);
            forgetDoomed(position, end);
            pending.add(new Unforced(position, bytes));
        }

        void truncate(long to) {
            if (to < size) Arrays.fill(live, (int) to, size, (byte) 0);
            size = (int) to;
            if (size > live.length) live = Arrays.copyOf(live, size);
            forgetDoomed(to, Long.MAX_VALUE);
            pending.add(new Unforced(to, null));
        }

        /// The kernel holds one version of each byte: what is written over is no more.
        private void forgetDoomed(long from, long to) {
            for (int i = pending.size() - 1; i >= 0; i--) {
                Unforced old = pending.get(i);
                byte[] bytes = old.bytes;
                if (!old.doomed || bytes == null) continue;
                long end = old.position + bytes.length;
                if (end <= from || old.position >= to) continue;
                pending.remove(i);
                if (end > to) pending.add(i, doomed(old, bytes, to, end));
                if (old.position < from) pending.add(i, doomed(old, bytes, old.position, from));
            }
        }

        private static Unforced doomed(Unforced of, byte[] bytes, long from, long to) {
            int at = (int) (from - of.position);
            var part = new Unforced(from, Arrays.copyOfRange(bytes, at, at + (int) (to - from)));
            part.doomed = true;
            return part;
        }

        void doom() {
            for (Unforced one : pending) one.doomed = one.bytes != null;
        }

        void force() {
            boolean doomed = pending.stream().anyMatch(one -> one.doomed);
            if (!doomed) {
                settle();
                return;
            }
            for (Unforced one : pending) if (!one.doomed) durable = applied(durable, one);
            pending.removeIf(one -> !one.doomed);
        }

        void settle() {
            durable = Arrays.copyOf(live, size);
            pending.clear();
        }

        private static byte[] applied(byte[] to, Unforced one) {
            byte[] bytes = one.bytes;
            if (bytes == null) return Arrays.copyOf(to, (int) one.position);
            int end = (int) one.position + bytes.length;
            byte[] result = end > to.length ? Arrays.copyOf(to, end) : to;
            System.arraycopy(bytes, 0, result, (int) one.position, bytes.length);
            return result;
        }

        Inode survive(RandomGenerator random, double survival) {
            byte[] image = durable.clone();
            for (Unforced one : pending) {
                byte[] bytes = one.bytes;
                if (bytes == null) {
                    if (random.nextDouble() < survival) image = applied(image, one);
                    continue;
                }
                long position = one.position;
                int at = 0;
                while (at < bytes.length) { // sector by sector
                    int length =
                            (int) Math.min(bytes.length - at, SECTOR - (position + at) % SECTOR);
                    if (random.nextDouble() < survival)
                        image =
                                applied(
                                        image,
                                        new Unforced(
                                                position + at,
                                                Arrays.copyOfRange(bytes, at, at + length)));
                    at += length;
                }
            }
            var after = new Inode();
            after.live = image;
            after.size = image.length;
            after.durable = image.clone();
            return after;
        }
    }

    private @Nullable Node find(String name) {
        Node node = root;
        if (name.isEmpty()) return node;
        for (String part : name.split("/", -1)) {
            if (!(node instanceof Folder folder)) return null;
            node = folder.live.get(part);
        }
        return node;
    }

    private Folder folder(String name) throws IOException {
        if (find(name) instanceof Folder folder) return folder;
        throw new NoSuchFileException(name);
    }

    private Inode inode(String name) throws IOException {
        if (find(name) instanceof Inode inode) return inode;
        throw new NoSuchFileException(name);
    }

    private static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    // ---- faults

    private void alive(int life) throws IOException {
        if (crashed) throw new IOException("the power is off");
        if (life != generation) throw new IOException("a handle of an earlier life");
    }

    /// Counts an operation, fails it if it is to fail, and says whether the power fails in it.
    private boolean changes(Operation operation, String name, int life) throws IOException {
        alive(life);
        failIfTold(operation, name);
        operations++;
        if (operations < crashAt) return false;
        crashed = true;
        return true;
    }

    private void failIfTold(Operation operation, String name) throws IOException {
        Fault told = fault;
        if (told == null || told.operation != operation || !name.startsWith(told.prefix)) {
            meetTrouble(operation, name);
            return;
        }
        fault = null;
        throw failed(operation, name);
    }

    private void meetTrouble(Operation operation, String name) throws IOException {
        if (troubleOneIn == 0 || random.nextInt(troubleOneIn) > 0) return;
        if (random.nextInt(3) == 0) delay.run();
        else throw failed(operation, name);
    }

    private IOException failed(Operation operation, String name) {
        errors++;
        if (operation == Operation.FORCE && find(name) instanceof Inode inode) inode.doom();
        return new IOException("Input/output error: " + operation + " " + name);
    }

    private boolean isOutOfSpace(String name, long growth) {
        String prefix = fullPrefix;
        return growth > 0
                && ((capacity < Long.MAX_VALUE && used() + growth > capacity)
                        || (prefix != null && name.startsWith(prefix))
                        || (troubleOneIn > 0 && random.nextInt(troubleOneIn) == 0));
    }

    private IOException outOfSpace(String name) {
        errors++;
        return new DiskFullException("No space left on device: " + name);
    }

    private static IOException powerFailed() {
        return new IOException("the power failed");
    }

    // ---- the port

    @Override
    public synchronized File open(String name, boolean create) throws IOException {
        alive(generation);
        Node node = find(name);
        if (node == null) {
            if (!create) throw new NoSuchFileException(name);
            if (isOutOfSpace(name, 1)) throw outOfSpace(name);
            Folder folder = folder(parent(name));
            boolean last = changes(Operation.CREATE, name, generation);
            var inode = new Inode();
            folder.change(new Naming(null, last(name), inode));
            if (last) throw powerFailed();
            node = inode;
        }
        if (!(node instanceof Inode inode)) throw new IOException(name + " is a folder");
        return new Handle(name, inode, generation);
    }

    @Override
    public synchronized boolean exists(String name) throws IOException {
        alive(generation);
        return find(name) != null;
    }

    @Override
    public synchronized List<String> list(String folder) throws IOException {
        alive(generation);
        return find(folder) instanceof Folder found ? List.copyOf(found.live.keySet()) : List.of();
    }

    @Override
    public synchronized void createFolder(String name) throws IOException {
        alive(generation);
        if (find(name) != null) return;
        if (name.contains("/")) createFolder(parent(name));
        boolean last = changes(Operation.CREATE_FOLDER, name, generation);
        folder(parent(name)).change(new Naming(null, last(name), new Folder()));
        if (last) throw powerFailed();
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        Inode inode = inode(from);
        if (isOutOfSpace(to, 1)) throw outOfSpace(to); // a folder may have to grow for a name
        boolean last = changes(Operation.RENAME, from, generation);
        Folder source = folder(parent(from));
        Folder target = folder(parent(to));
        if (source == target) {
            source.change(new Naming(last(from), last(to), inode));
        } else {
            // Between folders it is only seen by tools that mend; both halves at once.
            source.change(new Naming(last(from), null, null));
            target.change(new Naming(null, last(to), inode));
            source.force();
            target.force();
        }
        if (last) throw powerFailed();
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        alive(generation);
        Node node = find(name);
        if (node == null) return;
        if (node instanceof Folder folder && !folder.live.isEmpty())
            throw new IOException(name + " is not empty");
        boolean last = changes(Operation.DELETE, name, generation);
        folder(parent(name)).change(new Naming(last(name), null, null));
        if (last) throw powerFailed();
    }

    @Override
    public synchronized void forceDirectory(String folder) throws IOException {
        Folder found = folder(folder);
        boolean last = changes(Operation.FORCE_DIRECTORY, folder, generation);
        if (!ignoredDirectoryForces.test(folder) && (!last || random.nextBoolean())) found.force();
        if (last) throw powerFailed();
    }

    @Override
    public synchronized long freeBytes() throws IOException {
        alive(generation);
        return Math.max(0, capacity - used());
    }

    @Override
    public synchronized AutoCloseable lock(String name) throws IOException {
        if (locked) throw new IOException("in use by another server");
        open(name, true).close();
        locked = true;
        int life = generation;
        return () -> {
            synchronized (this) {
                if (life == generation) locked = false;
            }
        };
    }

    private final class Handle implements File {
        private final String name;
        private final Inode inode;
        private final int life;
        private boolean closed;

        Handle(String name, Inode inode, int life) {
            this.name = name;
            this.inode = inode;
            this.life = life;
        }

        private void opened() throws IOException {
            alive(life);
            if (closed) throw new IOException(name + " is closed");
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            synchronized (FaultyDisk.this) {
                opened();
                failIfTold(Operation.READ, name);
                int count = (int) Math.max(0, Math.min(buffer.remaining(), inode.size - position));
                if (count > 0) buffer.put(inode.live, (int) position, count);
                return count;
            }
        }

        @Override
        public void write(ByteBuffer buffer, long position) throws IOException {
            synchronized (FaultyDisk.this) {
                opened();
                if (isOutOfSpace(name, position + buffer.remaining() - inode.size))
                    throw outOfSpace(name);
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                boolean last;
                try {
                    last = changes(Operation.WRITE, name, life);
                } catch (IOException failed) {
                    if (!crashed) inode.write(position, Arrays.copyOf(bytes, bytes.length / 2));
                    throw failed;
                }
                inode.write(position, bytes);
                if (last) throw powerFailed();
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (FaultyDisk.this) {
                opened();
                boolean last;
                try {
                    last = changes(Operation.FORCE, name, life);
                } catch (IOException failed) {
                    if (crashed || !hiddenFailures.test(name)) throw failed;
                    return;
                }
                if (!ignoredForces.test(name) && (!last || random.nextBoolean())) inode.force();
                if (last) throw powerFailed();
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (FaultyDisk.this) {
                opened();
                return inode.size;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FaultyDisk.this) {
                opened();
                boolean last = changes(Operation.TRUNCATE, name, life);
                inode.truncate(size);
                if (last) throw powerFailed();
            }
        }

        @Override
        public void close() {
            synchronized (FaultyDisk.this) {
                closed = true;
            }
        }
    }
}
