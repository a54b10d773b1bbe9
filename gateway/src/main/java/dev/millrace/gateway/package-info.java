/// # gateway: from exchange to response
///
/// **In** an [Exchange]: one request, whole. **Out** one [Response].
/// **Owns** which operation a request means, the order in which a request is checked, the bounds
/// on blocking work, request ids, CORS, what a bug in an operation looks like from outside.
/// **Never sees** sockets, the bytes of HTTP, storage, the meaning of an operation.
/// **Threads** requests are read on their connection's event loop; prompt operations run there,
/// blocking ones on a virtual thread each. Answers come from any thread. An answer that lasts has a
/// virtual thread only while there may be an event for its client.
/// **Start at** [Gateway].
@NullMarked
package dev.millrace.gateway;

import org.jspecify.annotations.NullMarked;
