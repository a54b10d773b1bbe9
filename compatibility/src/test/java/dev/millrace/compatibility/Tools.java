package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The clients that these tests drive and that have to be on the machine.
final class Tools {
    private static final Pattern CLI = Pattern.compile("aws-cli/(\\S+)");

    private Tools() {}

    static String cliVersion(Shell shell) throws Exception {
        Shell.Result version = shell.run("bash", "-c", "aws --version 2>&1");
        Matcher matcher = CLI.matcher(version.out());
        if (version.code() != 0 || !matcher.find())
            fail("these tests drive the AWS CLI, and `aws --version` says: " + version.out());
        return matcher.group(1);
    }

    static void needBoto3(Shell shell) throws Exception {
        Shell.Result version = shell.run("python3", "-c", "import boto3");
        if (version.code() != 0)
            fail("these tests drive boto3, and `import boto3` in python3 says: " + version.err());
    }

    static void needTerraform(Shell shell) throws Exception {
        Shell.Result version = shell.run("bash", "-c", "terraform version 2>&1");
        if (version.code() != 0)
            fail("these tests drive Terraform, and `terraform version` says: " + version.out());
    }

    static void needNode(Shell shell) throws Exception {
        for (String tool : new String[] {"node", "npm"}) {
            Shell.Result version = shell.run("bash", "-c", tool + " --version 2>&1");
            if (version.code() != 0)
                fail(
                        "these tests drive the SDK for JavaScript, and `%s --version` says: %s"
                                .formatted(tool, version.out()));
        }
    }
}
