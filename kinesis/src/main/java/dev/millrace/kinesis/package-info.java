/// # kinesis: the Kinesis Data Streams API
///
/// **In** the API's shapes, valid by the model, and who sent them. **Out** shapes, or the service's
/// errors word for word.
/// **Owns** a class an operation, or one for several of a theme that are a few lines each; the only
/// place that changes the catalog ([Registrar]).
/// **Never sees** HTTP, signatures, JSON, files.
/// **Threads** puts on the request's event loop, all else on virtual threads; [KinesisApi#doWork]
/// by its owner.
/// **Start at** [KinesisApi], then [OperationTable].
@NullMarked
package dev.millrace.kinesis;

import org.jspecify.annotations.NullMarked;
