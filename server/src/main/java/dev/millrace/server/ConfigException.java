package dev.millrace.server;

import java.util.List;

/// The configuration cannot be used: an unknown setting, or a value that is none. The message names
/// every problem found, one a line, and suggests what may have been meant.
public final class ConfigException extends Exception {
    private final List<String> problems;

    ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /// One sentence a problem; at least one.
    public List<String> problems() {
        return problems;
    }
}
