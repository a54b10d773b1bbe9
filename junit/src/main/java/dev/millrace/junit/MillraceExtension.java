package dev.millrace.junit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

import java.lang.reflect.AnnotatedElement;
import java.net.URI;
import java.util.Objects;
import java.util.Set;

/// Resolves the parameters that [MillraceTest] promises. A server belongs to the context of its
/// test or class, which closes it.
final class MillraceExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(MillraceExtension.class);

    /// By name: the SDK may be absent.
    private static final Set<String> CLIENTS =
            Set.of(
                    "software.amazon.awssdk.services.kinesis.KinesisClient",
                    "software.amazon.awssdk.services.kinesis.KinesisAsyncClient");

    private static final Set<Class<?>> OWN =
            Set.of(MillraceServer.class, MillraceClock.class, URI.class);

    /// The context that [MillraceTest] was found at.
    private record Asked(MillraceTest test, ExtensionContext at) {}

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD; // a constructor's server is its test's
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return OWN.contains(type) || CLIENTS.contains(type.getName());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        MillraceServer server = server(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == MillraceServer.class) return server;
        if (type == MillraceClock.class) return server.clock();
        if (type == URI.class) return server.endpoint();
        return server.client(type);
    }

    // Its successor came with JUnit 6; this one works with 5.13 too, from which on the store closes
    // what it holds.
    @SuppressWarnings("deprecation")
    private static MillraceServer server(ExtensionContext context) {
        Asked asked = asked(context);
        ExtensionContext owner =
                switch (asked.test.lifetime()) {
                    case CLASS -> asked.at;
                    case TEST -> {
                        if (context.getTestMethod().isEmpty())
                            throw new ParameterResolutionException(
                                    "each test has a Millrace of its own, so there is none here;"
                                            + " see @MillraceTest(lifetime = CLASS)");
                        yield context;
                    }
                };
        return Objects.requireNonNull(
                owner.getStore(NAMESPACE)
                        .getOrComputeIfAbsent(
                                MillraceServer.class,
                                key -> start(asked.test),
                                MillraceServer.class));
    }

    private static MillraceServer start(MillraceTest test) {
        try {
            return MillraceServer.start(test.settings());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ParameterResolutionException("interrupted while Millrace started", e);
        } catch (IllegalArgumentException e) {
            throw new ParameterResolutionException("Millrace: " + e.getMessage(), e);
        }
    }

    /// The nearest annotation: of the method, its class, or the classes around it.
    private static Asked asked(ExtensionContext context) {
        for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
            AnnotatedElement element = at.getElement().orElse(null);
            MillraceTest test = element == null ? null : find(element);
            if (test != null) return new Asked(test, at);
        }
        throw new ParameterResolutionException("@MillraceTest is missing");
    }

    private static @Nullable MillraceTest find(AnnotatedElement element) {
        return AnnotationSupport.findAnnotation(element, MillraceTest.class).orElse(null);
    }
}
