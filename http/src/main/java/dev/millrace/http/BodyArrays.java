package dev.millrace.http;

import java.util.ArrayDeque;
import java.util.Iterator;

/// Arrays that held a body and may hold another. A fresh one is zeroed, lies in no cache of the
/// processor, and is garbage soon. Any thread.
final class BodyArrays {
    /// Smaller ones are not worth keeping.
    private static final int LEAST = 16 << 10;

    /// So many are looked at for one of the right length.
    private static final int GLANCE = 32;

    private final long limit;
    private final ArrayDeque<byte[]> free = new ArrayDeque<>(); // the newest last
    private long held;

    /// @param limit bytes of arrays that are kept; beyond it the oldest go
    BodyArrays(long limit) {
        this.limit = limit;
    }

    /// Length of the array for so many bytes: at most a quarter more, so that bodies of about the
    /// same length use each other's.
    static int rounded(int bytes) {
        if (bytes < LEAST) return bytes;
        int step = Integer.highestOneBit(bytes) >>> 2;
        return (int) Math.min(((long) bytes + step - 1) / step * step, Integer.MAX_VALUE - 8);
    }

    /// An array of [#rounded] length. What is in it is left from others.
    byte[] take(int bytes) {
        int length = rounded(bytes);
        return length < LEAST ? new byte[length] : takeLarge(length);
    }

    private byte[] takeLarge(int length) {
        synchronized (this) {
            int looked = 0;
            for (Iterator<byte[]> newest = free.descendingIterator();
                    newest.hasNext() && looked < GLANCE;
                    looked++) {
                byte[] array = newest.next();
                if (array.length != length) continue;
                newest.remove();
                held -= length;
                return array;
            }
        }
        return new byte[length];
    }

    /// Keeps an array that its holder uses no more.
    synchronized void give(byte[] array) {
        if (array.length < LEAST || array.length > limit) return;
        free.addLast(array);
        held += array.length;
        while (held > limit) held -= free.removeFirst().length;
    }

    /// Bytes of the arrays kept.
    synchronized long held() {
        return held;
    }
}
