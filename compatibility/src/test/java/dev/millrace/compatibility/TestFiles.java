package dev.millrace.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of the project that clients are run on.
final class TestFiles {
    static final Path MODELS = Shell.PROJECT.resolve("model/src/main/models");

    private TestFiles() {}

    /// One of those beside the Java sources of these tests, such as `sh/every_subcommand.sh`.
    static Path of(String name) {
        return Shell.PROJECT.resolve("compatibility/src/test").resolve(name);
    }

    /// Makes a folder into one that `AWS_DATA_PATH` can name, for a botocore that is older than our
    /// model.
    ///
    /// @return that folder's name
    static String forBotocore(Path folder) throws IOException {
        Path model = folder.resolve("kinesis/2013-12-02/service-2.json");
        Files.createDirectories(model.getParent());
        Files.copy(MODELS.resolve("kinesis.json"), model);
        return folder.toString();
    }
}
