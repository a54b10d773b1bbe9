package dev.millrace.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;

/// Says in a line or two what is wrong with the words of a command. All its help would push that
/// off the screen.
final class Misuse implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException misuse, String[] words) {
        CommandLine command = misuse.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("millrace: " + misuse.getMessage()));
        UnmatchedArgumentException.printSuggestions(misuse, err);
        err.println(command.getCommandSpec().qualifiedName() + " --help says what there is.");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
