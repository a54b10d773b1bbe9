/// # model: the APIs' published models
///
/// **In** the published model of a service (`src/main/models/`), at build time. **Out** one record
/// per shape with its reader, writer and validator (a package per service, generated), and the
/// small runtime that they need: JSON and CBOR over `byte[]`.
/// **Never sees** HTTP, storage, the meaning of an operation.
/// **Threads** none of its own; readers and writers belong to one thread at a time.
/// **Start at** [Operation]; for bytes, at [ShapeReader] and [ShapeWriter].
@NullMarked
package dev.millrace.model;

import org.jspecify.annotations.NullMarked;
