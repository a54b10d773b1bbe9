package dev.millrace.model.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Writes the sources of one service: a record for each structure that the chosen operations
/// reach, the rules that inputs are checked by, and the list of operations.
///
/// Runs at build time from its own sources, with nothing but a JDK. A file whose content would not
/// change is left alone, so that the compiler sees no change either.
final class Generator {
    private final ServiceModel model;
    private final List<ServiceModel.Operation> operations;
    private final String serviceName;

    private Generator(ServiceModel model, List<String> operations, String serviceName) {
        this.model = model;
        this.operations = operations.stream().map(model::operation).toList();
        this.serviceName = serviceName;
    }

    /// @param args the folder of the models, the folder to write to, the services' class names
    public static void main(String[] args) throws IOException {
        Path models = Path.of(args[0]);
        for (String serviceName : List.of(args).subList(2, args.length)) {
            String file = serviceName.toLowerCase(java.util.Locale.ROOT);
            var model =
                    new ServiceModel(
                            Json.parse(Files.readString(models.resolve(file + ".json"))),
                            Json.parse(Files.readString(models.resolve(file + ".overrides.json"))));
            List<String> operations =
                    Files.readAllLines(models.resolve(file + ".operations")).stream()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .toList();
            Path folder = Path.of(args[1], "dev", "millrace", "model", file);
            write(folder, new Generator(model, operations, serviceName).sources(file));
        }
    }

    private Map<String, String> sources(String file) {
        String packageName = "dev.millrace.model." + file;
        var inputs = new ArrayList<ServiceModel.Shape>();
        var all = new ArrayList<ServiceModel.Shape>();
        for (ServiceModel.Operation operation : operations) {
            inputs.add(operation.input());
            all.add(operation.input());
            all.add(operation.output());
        }
        Set<ServiceModel.Shape> checked = model.reach(inputs);
        var rules = new RulesSource(model, packageName);
        var sources = new LinkedHashMap<String, String>();
        for (ServiceModel.Shape shape : model.reach(all))
            if (shape.isEventStream())
                sources.put(shape.name(), UnionSource.text(model, packageName, shape));
            else if (shape.isStructure() && !shape.isError())
                sources.put(
                        shape.name(),
                        new RecordSource(model, rules, packageName, shape, checked.contains(shape))
                                .text());
        sources.put("Rules", rules.text());
        sources.put(
                serviceName, ServiceSource.text(model, operations, packageName, serviceName, file));
        sources.put("package-info", packageInfo(packageName, serviceName, file));
        return sources;
    }

    private static String packageInfo(String packageName, String serviceName, String file) {
        return """
        /// The shapes and operations of %2$s, generated from its published model (`%3$s.json`).
        ///
        /// **Start at** [%2$s].
        @NullMarked
        package %1$s;

        import org.jspecify.annotations.NullMarked;
        """
                .formatted(packageName, serviceName, file);
    }

    private static void write(Path folder, Map<String, String> sources) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> present = Files.list(folder)) {
            for (Path file : present.toList())
                if (!sources.containsKey(file.getFileName().toString().replace(".java", "")))
                    Files.delete(file);
        }
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey() + ".java");
            if (!Files.exists(file) || !Files.readString(file).equals(source.getValue()))
                Files.writeString(file, source.getValue());
        }
    }
}
