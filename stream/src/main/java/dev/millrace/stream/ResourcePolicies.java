package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The resource policies of streams and consumers: JSON as their owners gave it. Any thread may
/// look them up; the [Catalog] alone changes them, one thread at a time.
public final class ResourcePolicies {
    private static final Comparator<HeldPolicy> ORDER =
            Comparator.comparing(
                            (HeldPolicy each) -> each.holder() instanceof PolicyHolder.OfConsumer)
                    .thenComparingInt(each -> each.holder().number());

    private final Map<PolicyHolder, String> policies = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    ResourcePolicies() {}

    public @Nullable String find(PolicyHolder holder) {
        return policies.get(holder);
    }

    /// The length of all policies in UTF-8.
    public long bytes() {
        return bytes.get();
    }

    /// The length of a policy in UTF-8.
    public static int bytes(@Nullable String policy) {
        return policy == null ? 0 : policy.getBytes(StandardCharsets.UTF_8).length;
    }

    // For the catalog; one thread at a time.

    void put(PolicyHolder holder, String policy) {
        bytes.addAndGet(bytes(policy) - bytes(policies.put(holder, policy)));
    }

    void remove(PolicyHolder holder) {
        bytes.addAndGet(-bytes(policies.remove(holder)));
    }

    /// Every policy: those of streams by number, then those of consumers.
    List<HeldPolicy> all() {
        return policies.entrySet().stream()
                .map(each -> new HeldPolicy(each.getKey(), each.getValue()))
                .sorted(ORDER)
                .toList();
    }
}
