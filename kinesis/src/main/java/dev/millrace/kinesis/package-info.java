/// # kinesis: the Kinesis Data Streams API
///
/// **In** an operation's input, checked against the model. **Out** its output, or the API's error
/// with the service's own text.
/// **Owns** the shell around the catalog ([Streams]): decide, make durable, answer.
/// **Never sees** HTTP, JSON, files.
/// **Threads** PutRecord and PutRecords on the event loop, all else on virtual threads; due
/// transitions on the thread that drives [Conductor].
/// **Start at** [KinesisApi].
@NullMarked
package dev.millrace.kinesis;

import org.jspecify.annotations.NullMarked;
