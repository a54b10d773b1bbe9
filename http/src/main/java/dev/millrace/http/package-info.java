/// # http: bytes to exchange and back
///
/// **In** the bytes of connections. **Out** one [dev.millrace.gateway.Exchange] a request to the
/// gateway, and its response back in bytes: HTTP/1.1 and HTTP/2, plain and inside TLS, told apart
/// on one port by what a client sends first.
/// **Owns** sockets, framing, TLS and its certificate, and every bound on what clients may occupy:
/// connections, bytes of bodies, streams, time.
/// **Never sees** AWS, the meaning of a header beyond HTTP's own. Nobody else sees Netty.
/// **Threads** a few event loops, each owning its connections; nothing here blocks.
/// **Start at** [HttpServer].
@NullMarked
package dev.millrace.http;

import org.jspecify.annotations.NullMarked;
