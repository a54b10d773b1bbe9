package dev.millrace.log;

/// Work that one thread does again and again; a test or a simulation may do it step by step.
interface DutyCycle {
    /// Does what is due.
    ///
    /// @param nowNs monotonic time
    /// @return how much was done; 0 if there is nothing to do for now
    int doWork(long nowNs);
}
