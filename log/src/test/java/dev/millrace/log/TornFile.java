package dev.millrace.log;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;

/// The journal's newest file, whose last group was torn. The log begins a new one; what a log does
/// that goes on behind the tear can only be had by reaching into it.
final class TornFile {
    private TornFile() {}

    /// Lets the journal of a log just opened go on in its newest file, behind what was torn there,
    /// if anything was.
    static void continueIn(FileLog log) {
        try {
            var journal = (Journal) field(FileLog.class, "journal").get(log);
            var files = (JournalFile[]) field(Journal.class, "files").get(journal);
            if (files.length == 0) return;
            JournalFile newest = files[files.length - 1];
            if (!(JournalHeader.read(newest.file)
                    instanceof JournalHeader.Found.Valid(JournalHeader header))) return;
            byte[] bytes = new byte[GroupHeader.LENGTH];
            long position = field(Journal.class, "position").getLong(journal);
            newest.file.read(ByteBuffer.wrap(bytes), position);
            GroupHeader torn = GroupHeader.read(bytes, 0, header.salt());
            if (torn == null) return;
            long behind = position + GroupHeader.LENGTH + torn.payloadLength();
            field(Journal.class, "position").setLong(journal, GroupHeader.align(behind));
            field(Journal.class, "salt").setLong(journal, header.salt());
            LittleEndian.putLong(
                    (byte[]) field(Journal.class, "seed").get(journal), 0, header.salt());
            field(Journal.class, "active").set(journal, newest);
        } catch (ReflectiveOperationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Field field(Class<?> of, String name) throws NoSuchFieldException {
        Field field = of.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
