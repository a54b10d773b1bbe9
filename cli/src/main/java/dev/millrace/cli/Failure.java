package dev.millrace.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Says why a command could not be done: a sentence for what a person can mend, a stack trace for
/// a bug.
final class Failure implements IExecutionExceptionHandler {

    /// Something a person can mend; its message is the whole answer.
    static final class Refusal extends Exception {
        Refusal(String message) {
            super(message);
        }
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult given)
            throws Exception {
        if (!(failure instanceof Refusal refusal)) throw failure;
        return tell(refusal, command);
    }

    /// Says on standard error why a command could not be done.
    ///
    /// @return the process's exit code
    static int tell(Refusal refusal, CommandLine command) {
        command.getErr()
                .println(command.getColorScheme().errorText("millrace: " + refusal.getMessage()));
        return 1;
    }
}
