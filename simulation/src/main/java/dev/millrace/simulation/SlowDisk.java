package dev.millrace.simulation;

import dev.millrace.stream.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/// A disk on which writing and forcing files takes time, in which other things happen.
final class SlowDisk implements Disk {
    private final Disk disk;
    private final EventQueue queue;
    private final SplittableRandom random;
    private final Pace pace;

    /// How much slower the disk is than it should be.
    static final class Pace {
        long factor = 1;
    }

    SlowDisk(Disk disk, EventQueue queue, SplittableRandom random, Pace pace) {
        this.pace = pace;
        this.disk = disk;
        this.queue = queue;
        this.random = random;
    }

    private void takeTime() {
        int lot = random.nextInt(40);
        if (lot == 0) queue.pass(random.nextInt(200) * pace.factor);
        else if (lot < 30) queue.pass(random.nextInt(3) * pace.factor);
    }

    @Override
    public File open(String name, boolean create) throws IOException {
        return new SlowFile(disk.open(name, create));
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public void createFolder(String name) throws IOException {
        disk.createFolder(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void forceDirectory(String folder) throws IOException {
        disk.forceDirectory(folder);
    }

    @Override
    public long freeBytes() throws IOException {
        return disk.freeBytes();
    }

    @Override
    public AutoCloseable lock(String name) throws IOException {
        return disk.lock(name);
    }

    private final class SlowFile implements File {
        private final File file;

        SlowFile(File file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            return file.read(buffer, position);
        }

        @Override
        public void write(ByteBuffer buffer, long position) throws IOException {
            takeTime();
            file.write(buffer, position);
        }

        @Override
        public void force() throws IOException {
            takeTime();
            file.force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
