package dev.millrace.testkit;

import dev.millrace.stream.StateMachine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A state machine that remembers every command: the strictest witness of what a ledger kept.
public final class CommandHistory implements StateMachine {
    private final List<String> commands = new ArrayList<>(); // guarded by this

    @Override
    public synchronized void apply(byte[] command) {
        commands.add(new String(command, StandardCharsets.UTF_8));
    }

    @Override
    public synchronized byte[] snapshot() {
        var bytes = new ByteArrayOutputStream();
        bytes.write(1);
        for (String command : commands) {
            byte[] utf8 = command.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(utf8.length).array());
            bytes.writeBytes(utf8);
        }
        return bytes.toByteArray();
    }

    @Override
    public synchronized void restore(byte[] snapshot) {
        commands.clear();
        ByteBuffer from = ByteBuffer.wrap(snapshot);
        if (from.get() != 1) throw new IllegalArgumentException("unknown version");
        while (from.hasRemaining()) {
            byte[] utf8 = new byte[from.getInt()];
            from.get(utf8);
            commands.add(new String(utf8, StandardCharsets.UTF_8));
        }
    }

    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }
}
