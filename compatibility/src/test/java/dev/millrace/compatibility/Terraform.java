package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Terraform in a folder of its own, with one process of the AWS provider for all its commands:
/// starting one takes seconds of processor time.
final class Terraform implements AutoCloseable {
    private static final Pattern ATTACH = Pattern.compile("TF_REATTACH_PROVIDERS='(.*)'");

    private static final String PROVIDER = "registry.terraform.io/hashicorp/aws";

    private static final Path OPT = Path.of("/opt");

    private final Shell shell;
    private final Path folder;
    private final Process provider;
    private final Map<String, String> attached;

    private Terraform(Shell shell, Path folder, Process provider, String attached) {
        this.shell = shell;
        this.folder = folder;
        this.provider = provider;
        this.attached = Map.of("TF_REATTACH_PROVIDERS", attached);
    }

    /// Copies `src/test/terraform` into an empty folder, installs the provider and starts it.
    static Terraform init(Shell shell, Path folder) throws Exception {
        Files.copy(TestFiles.of("terraform/main.tf"), folder.resolve("main.tf"));
        install(shell, folder);
        Process provider = shell.start(provider(folder).toString(), "-debug");
        var out =
                new BufferedReader(
                        new InputStreamReader(provider.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            Matcher matcher = ATTACH.matcher(line);
            if (!matcher.find()) continue;
            // What it says later must not fill the pipe and stop it.
            Thread.ofVirtual().start(() -> out.lines().forEach(each -> {}));
            return new Terraform(shell, folder, provider, matcher.group(1));
        }
        throw new AssertionError("the provider did not start:\n" + said);
    }

    private static void install(Shell shell, Path folder) throws Exception {
        var command = new ArrayList<>(List.of("init", "-input=false", "-no-color"));
        mirror().ifPresent(mirror -> command.add("-plugin-dir=" + mirror));
        Shell.Result init = shell.install(command(folder, command));
        if (init.code() != 0)
            fail(
                    "these tests drive Terraform with its AWS provider, and `terraform init` says: "
                            + init.out()
                            + init.err());
    }

    /// A mirror of providers that the machine keeps without telling Terraform's configuration
    /// of it.
    private static Optional<Path> mirror() throws IOException {
        if (!Files.isDirectory(OPT)) return Optional.empty();
        try (Stream<Path> folders = Files.list(OPT)) {
            return folders.filter(each -> Files.isDirectory(each.resolve(PROVIDER))).findFirst();
        }
    }

    private static Path provider(Path folder) throws IOException {
        Path providers = folder.resolve(".terraform/providers").resolve(PROVIDER);
        try (Stream<Path> files = Files.walk(providers, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .filter(each -> each.getFileName().toString().startsWith("terraform-provider-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String[] command(Path folder, List<String> words) {
        var command = new ArrayList<>(List.of("terraform", "-chdir=" + folder));
        command.addAll(words);
        return command.toArray(String[]::new);
    }

    private Shell.Result run(List<String> words, String... variables) throws Exception {
        var all = new ArrayList<>(words);
        for (String variable : variables) all.add("-var=" + variable);
        return shell.run(attached, command(folder, all));
    }

    /// @param variables such as `shards=2`
    void apply(String... variables) throws Exception {
        run(List.of("apply", "-auto-approve", "-input=false", "-no-color"), variables).succeeded();
    }

    /// Fails unless a plan finds nothing that differs.
    void hasNothingToDo(String... variables) throws Exception {
        Shell.Result plan =
                run(List.of("plan", "-detailed-exitcode", "-input=false", "-no-color"), variables);
        assertEquals(0, plan.code(), () -> plan.out() + plan.err());
    }

    /// One of the outputs, in JSON.
    String output(String name) throws Exception {
        return run(List.of("output", "-json", name)).succeeded().out();
    }

    void destroy() throws Exception {
        run(List.of("destroy", "-auto-approve", "-input=false", "-no-color")).succeeded();
    }

    @Override
    public void close() {
        provider.destroy();
    }
}
