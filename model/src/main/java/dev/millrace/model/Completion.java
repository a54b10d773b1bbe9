package dev.millrace.model;

/// Where a prompt handler leaves its answer, exactly once.
public interface Completion<O extends Shape> {
    /// Answers with `output`. Any thread.
    void succeed(O output);

    /// Answers with an error. Any thread.
    void fail(ApiException error);

    /// Runs `work` on the request's event loop, so that a storage thread is not held up by building
    /// an answer. Any thread.
    void resume(Runnable work);
}
