/// # wire: the protocols of AWS APIs
///
/// **In** the bytes of a body, or a shape. **Out** the shape, or the bytes.
/// **Owns** the content types, the form of an error, which format a protocol is written in.
/// **Never sees** HTTP's framing, signatures, the meaning of an operation.
/// **Threads** none of its own; protocols are immutable.
/// **Start at** [Protocol]; for answers that last, [EventStream].
@NullMarked
package dev.millrace.wire;

import org.jspecify.annotations.NullMarked;
