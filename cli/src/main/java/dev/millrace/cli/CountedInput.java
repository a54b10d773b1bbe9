package dev.millrace.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/// A file that knows how much of it was read.
final class CountedInput extends FilterInputStream {
    private final long size;
    private final AtomicLong read = new AtomicLong();

    /// @param size its bytes; 0 if nobody knows
    CountedInput(InputStream in, long size) {
        super(in);
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) read.incrementAndGet();
        return one;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        int more = super.read(bytes, from, count);
        if (more > 0) read.addAndGet(more);
        return more;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /// The tally of a transfer of what is read here, with the fraction of it.
    Tally toldBy(Tally transfer) {
        return new Tally() {
            @Override
            public long records() {
                return transfer.records();
            }

            @Override
            public long bytes() {
                return transfer.bytes();
            }

            @Override
            public long retried() {
                return transfer.retried();
            }

            @Override
            public long failed() {
                return transfer.failed();
            }

            @Override
            public String lastError() {
                return transfer.lastError();
            }

            @Override
            public double fraction() {
                return size == 0 ? -1 : (double) read.get() / size;
            }
        };
    }
}
