package dev.millrace.model.generator;

import java.util.List;

/// The class that lists a service's operations.
final class ServiceSource {
    private ServiceSource() {}

    static String text(
            ServiceModel model,
            List<ServiceModel.Operation> operations,
            String packageName,
            String serviceName,
            String file) {
        var text = new StringBuilder();
        text.append(
                """
                package %s;

                import dev.millrace.model.Nothing;
                import dev.millrace.model.OperationType;

                import java.util.List;

                /// The operations of `%s.json`.
                public final class %s {
                    /// The service in a signature's credential scope.
                    public static final String SIGNING_NAME = %s;

                    /// What stands before the dot in `X-Amz-Target`.
                    public static final String TARGET_PREFIX = %s;

                """
                        .formatted(
                                packageName,
                                file,
                                serviceName,
                                JavaNames.literal(model.signingName()),
                                JavaNames.literal(model.targetPrefix())));
        for (ServiceModel.Operation operation : operations) {
            String input = operation.input() == null ? "Nothing" : operation.input().name();
            String output = operation.output() == null ? "Nothing" : operation.output().name();
            text.append(
                    """
                        public static final OperationType<%1$s, %2$s> %3$s =
                                new OperationType<>("%4$s", %1$s.TYPE, %2$s.TYPE);

                    """
                            .formatted(
                                    input,
                                    output,
                                    JavaNames.constant(operation.name()),
                                    operation.name()));
        }
        text.append("    /// All of the above.\n");
        text.append("    public static final List<OperationType<?, ?>> OPERATIONS =\n");
        text.append("            List.of(\n");
        text.append(
                operations.stream()
                        .map(operation -> " ".repeat(20) + JavaNames.constant(operation.name()))
                        .collect(java.util.stream.Collectors.joining(",\n", "", ");\n\n")));
        text.append("    private ").append(serviceName).append("() {}\n}\n");
        return text.toString();
    }
}
