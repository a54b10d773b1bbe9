package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.testkit.FaultyDisk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/// All that lies in a data folder, whatever the files are.
///
/// @param files by name
record DiskImage(Map<String, byte[]> files) {
    static DiskImage of(Disk disk) throws IOException {
        var files = new TreeMap<String, byte[]>();
        walk(disk, "", files);
        return new DiskImage(files);
    }

    private static void walk(Disk disk, String folder, Map<String, byte[]> files)
            throws IOException {
        for (String name : disk.list(folder)) {
            String path = folder.isEmpty() ? name : folder + "/" + name;
            if (!disk.list(path).isEmpty()) {
                walk(disk, path, files);
                continue;
            }
            try (Disk.File file = disk.open(path, false)) {
                var bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
                file.read(bytes, 0);
                files.put(path, bytes.array());
            } catch (IOException emptyFolder) {
                if (!String.valueOf(emptyFolder.getMessage()).endsWith("is a folder"))
                    throw emptyFolder;
            }
        }
    }

    /// A disk on which this lies, durably.
    FaultyDisk disk() throws IOException {
        var disk = new FaultyDisk(1);
        for (Map.Entry<String, byte[]> one : files.entrySet()) {
            int slash = one.getKey().lastIndexOf('/');
            if (slash > 0) disk.createFolder(one.getKey().substring(0, slash));
            try (Disk.File file = disk.open(one.getKey(), true)) {
                file.write(ByteBuffer.wrap(one.getValue()), 0);
                file.force();
            }
        }
        return disk;
    }
}
