package dev.millrace.cli;

import dev.millrace.server.ConfigException;

import java.util.List;

/// Where the process begins and ends. Knows nothing of picocli before it is needed: a start has
/// better things to do than to load it.
public final class Launch {
    private Launch() {}

    /// Runs one command and exits with its code.
    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = List.of(arguments);
        if (!words.isEmpty() && words.getFirst().equals("serve"))
            serve(words.subList(1, words.size()));
        System.exit(Main.execute(arguments));
    }

    /// Serves, if that is asked for in plain words; returns if picocli had better read them.
    private static void serve(List<String> words) throws InterruptedException {
        ServeOptions options = ServeOptions.plain(words);
        if (options == null) return;
        try {
            options.serve();
        } catch (ConfigException e) {
            return; // which is found again, and told of
        } catch (Failure.Refusal e) {
            System.exit(Main.tell(e));
        }
        System.exit(0);
    }
}
