package dev.millrace.model.generator;

import java.util.stream.Collectors;

/// The sealed interface of one union of events.
final class UnionSource {
    private UnionSource() {}

    static String text(ServiceModel model, String packageName, ServiceModel.Shape union) {
        return """
        package %1$s;

        import dev.millrace.model.Event;

        /// `%2$s` of the published model, without its errors.
        public sealed interface %2$s extends Event permits %3$s {}
        """
                .formatted(
                        packageName,
                        union.name(),
                        model.events(union).stream()
                                .map(ServiceModel.Shape::name)
                                .collect(Collectors.joining(", ")));
    }
}
