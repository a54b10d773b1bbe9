/// # access: who sent a request
///
/// **In** the parts of a request that carry its signature. **Out** the credential scope that it
/// names, or why the service would refuse it. Whether the signature is true is not looked at.
/// **Never sees** HTTP, storage, the clock.
/// **Threads** none of its own; everything is immutable.
/// **Start at** [Signature].
@NullMarked
package dev.millrace.access;

import org.jspecify.annotations.NullMarked;
