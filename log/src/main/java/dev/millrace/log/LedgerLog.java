package dev.millrace.log;

import dev.millrace.stream.StateMachine;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// One ledger: its machine, and how many commands it has seen. The committer's, once opened.
final class LedgerLog {
    final String name;
    final byte[] key;
    final StateMachine machine;
    private long commands;

    /// Commands numbered so far; ahead of those applied while a group is under way.
    long numbered;
    private @Nullable LedgerCut latest;

    /// A ledger's state after its first `commands` commands. Not a record: holds an array.
    static final class LedgerCut {
        final String name;
        final long commands;
        final byte[] state;

        LedgerCut(String name, long commands, byte[] state) {
            this.name = name;
            this.commands = commands;
            this.state = state;
        }
    }

    LedgerLog(String name, StateMachine machine) {
        this.name = name;
        this.machine = machine;
        key = name.getBytes(StandardCharsets.UTF_8);
        if (key.length > EntryLayout.MAX_KEY)
            throw new IllegalArgumentException("the name of a ledger is too long");
    }

    long commands() {
        return commands;
    }

    void restore(LedgerCut cut) {
        machine.restore(cut.state);
        commands = cut.commands;
        numbered = cut.commands;
        latest = cut;
    }

    void apply(byte[] command) {
        machine.apply(command);
        commands++;
    }

    /// The state now; the one before if no command came since.
    LedgerCut cut() {
        LedgerCut before = latest;
        if (before != null && before.commands == commands) return before;
        var now = new LedgerCut(name, commands, machine.snapshot());
        latest = now;
        return now;
    }

    /// Whether commands came since the last cut.
    boolean changed() {
        LedgerCut before = latest;
        return before == null ? commands > 0 : before.commands != commands;
    }
}
