package dev.millrace.gateway;

import dev.millrace.model.Operation;
import dev.millrace.wire.Protocol;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One AWS API that shares the port.
public final class Service {
    private static final String AMZ_JSON = "amz-json";

    private final String signingName;
    private final String targetPrefix;
    private final List<Protocol> protocols;
    private final Map<String, Operation<?, ?>> operationsByTarget = new HashMap<>();

    /// @param signingName the service in a signature's credential scope, e.g. `kinesis`
    /// @param targetPrefix what precedes the dot in `X-Amz-Target`, e.g. `Kinesis_20131202`
    /// @param protocols at least one; the last answers those who name none
    public Service(
            String signingName,
            String targetPrefix,
            List<? extends Protocol> protocols,
            List<? extends Operation<?, ?>> operations) {
        if (protocols.isEmpty()) throw new IllegalArgumentException("a service without protocols");
        this.signingName = signingName;
        this.targetPrefix = targetPrefix;
        this.protocols = List.copyOf(protocols);
        for (Operation<?, ?> operation : operations)
            if (operationsByTarget.put(targetPrefix + '.' + operation.type().name(), operation)
                    != null)
                throw new IllegalArgumentException("twice: " + operation.type().name());
    }

    String signingName() {
        return signingName;
    }

    boolean isTargetOf(String target) {
        return target.length() > targetPrefix.length()
                && target.charAt(targetPrefix.length()) == '.'
                && target.startsWith(targetPrefix);
    }

    /// @param target the whole of `X-Amz-Target`
    @Nullable Operation<?, ?> operation(String target) {
        return operationsByTarget.get(target);
    }

    /// @param name without what precedes it in `X-Amz-Target`
    @Nullable Operation<?, ?> operationNamed(String name) {
        return operationsByTarget.get(targetPrefix + '.' + name);
    }

    /// @param mediaType a content type without its parameters
    @Nullable Protocol protocol(String mediaType) {
        for (Protocol protocol : protocols)
            if (protocol.contentType().equalsIgnoreCase(mediaType)) return protocol;
        return null;
    }

    /// The protocol of an answer to someone who named none that is spoken here.
    Protocol fallback(String mediaType) {
        if (mediaType.contains(AMZ_JSON))
            for (Protocol protocol : protocols)
                if (protocol.contentType().contains(AMZ_JSON)) return protocol;
        return protocols.getLast();
    }
}
