package dev.millrace.gateway;

import org.jspecify.annotations.Nullable;

/// The path of smithy's RPC protocols: `/service/<Service>/operation/<Operation>`, perhaps behind a
/// prefix of the endpoint's.
final class RpcPath {
    private static final String SERVICE = "/service/";
    private static final String OPERATION = "/operation/";

    private RpcPath() {}

    /// `Service.Operation` as a path names it, or null if it names none.
    ///
    /// @param target path and query
    static @Nullable String target(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        int operation = path.lastIndexOf(OPERATION);
        if (operation < 0) return null;
        int service = path.lastIndexOf(SERVICE, operation);
        if (service < 0 || service + SERVICE.length() > operation) return null;
        String name = path.substring(operation + OPERATION.length());
        return path.substring(service + SERVICE.length(), operation) + '.' + name;
    }
}
