package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// Prints sequence numbers of records of any shards. Where records of many shards are answered at
/// once, this keeps to a few printers, while each shard has its own only after a way through
/// memory. Any thread.
public final class SequencePrinters {
    private static final int SLOTS = 256;

    // Immutable elements, so a lost race costs only a new one.
    private final @Nullable SequencePrinter[] slots = new SequencePrinter[SLOTS];

    /// The sequence number of the record at an offset.
    ///
    /// @param creationSecond of the shard
    /// @param shardIndex in its stream
    /// @param arrivalMs milliseconds since the epoch
    public String print(long creationSecond, int shardIndex, long offset, long arrivalMs) {
        long second = arrivalMs / 1_000;
        int digit = shardIndex & SequencePrinter.INDEX_DIGIT;
        int slot = (int) (creationSecond * 16 + digit) & SLOTS - 1;
        SequencePrinter printer = slots[slot];
        if (printer == null || !printer.prints(creationSecond, second, shardIndex))
            slots[slot] = printer = new SequencePrinter(creationSecond, second, shardIndex);
        return printer.print(shardIndex, offset);
    }
}
