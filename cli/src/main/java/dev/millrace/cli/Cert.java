package dev.millrace.cli;

import dev.millrace.http.CertificateFolder;
import dev.millrace.http.HostNames;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Makes what TLS at home needs: an authority that clients are told to trust once, and the server's
/// certificate.
@Command(
        name = "cert",
        description = {
            "Makes a local certificate authority, and by it a certificate for the server.",
            "",
            "`millrace serve --tls` takes it from the data folder. Clients are told once to trust"
                    + " the authority: it is kept, so that the next certificate needs no new trust."
                    + " Whoever has its key can be any server to them, so keep ca-key.pem to"
                    + " yourself.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Cert implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The server's data folder (default: ${DEFAULT-VALUE}); the files go into tls/"
                            + " in it.")
    Path data = Path.of("data");

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Put the files into this folder instead.")
    @Nullable Path folder;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description =
                    "A further name or address by which clients call the server, besides"
                            + " localhost, 127.0.0.1 and ::1. May be repeated. Without it a"
                            + " certificate that replaces another is for the same names.")
    List<String> hosts = new ArrayList<>();

    @Option(
            names = "--days",
            paramLabel = "N",
            description =
                    "How long the certificate lasts (default: ${DEFAULT-VALUE}). The authority"
                            + " lasts ten years.")
    long days = CertificateFolder.USUAL_LIFE.toDays();

    @Option(
            names = "--force",
            description =
                    "Replace a certificate that is there. Its authority stays as long as it can"
                            + " make another.")
    boolean force;

    @Override
    public Integer call() throws Failure.Refusal {
        if (days < 1 || days > CertificateFolder.LONGEST_LIFE.toDays())
            throw new ParameterException(
                    spec.commandLine(),
                    "--days %d: expected 1 to %d"
                            .formatted(days, CertificateFolder.LONGEST_LIFE.toDays()));
        var files = new CertificateFolder(folder == null ? data.resolve("tls") : folder);
        HostNames given = given();
        try {
            Instant now = Instant.now();
            if (!force) refuseToReplace(files, now);
            HostNames names = hosts.isEmpty() ? files.hosts().orElse(given) : given;
            boolean replaces = files.holdsAuthority();
            CertificateFolder.Made made = files.issue(names, Duration.ofDays(days), true, now);
            say(files, names, made, replaces);
            return 0;
        } catch (IOException failed) {
            throw new Failure.Refusal(String.valueOf(failed.getMessage()));
        }
    }

    private HostNames given() {
        HostNames names = HostNames.LOOPBACK;
        for (String host : hosts)
            try {
                names = names.and(host);
            } catch (IllegalArgumentException none) {
                throw new ParameterException(
                        spec.commandLine(), "--host " + none.getMessage(), none);
            }
        return names;
    }

    private static void refuseToReplace(CertificateFolder files, Instant now)
            throws IOException, Failure.Refusal {
        boolean can = files.canIssue(now);
        String whose =
                can
                        ? "by the authority that clients trust already"
                        : "and another authority, which clients have to trust anew";
        if (files.end().isPresent() && files.hosts().isPresent())
            throw new Failure.Refusal(
                    "%s holds a certificate already, for %s, until %s. --force makes another, %s."
                            .formatted(
                                    files.folder(),
                                    files.hosts().get(),
                                    day(files.end().get()),
                                    whose));
        for (Path file : List.of(files.certificate(), files.key()))
            if (Files.exists(file))
                throw new Failure.Refusal(
                        "there is %s already. --force replaces it, %s.".formatted(file, whose));
        if (files.holdsAuthority() && !can)
            throw new Failure.Refusal(
                    files.folder()
                            + " holds an authority that can make no certificate: its key is not"
                            + " there, or it ends soon. --force makes another, which clients have"
                            + " to trust anew.");
    }

    private void say(
            CertificateFolder files,
            HostNames names,
            CertificateFolder.Made made,
            boolean replaces) {
        String authority = "the authority that clients trust already";
        if (made.newAuthority())
            authority = replaces ? "ANOTHER authority, to be trusted anew" : "a new authority";
        String pem = Env.quoted(absolute(files.authority()));
        var out = spec.commandLine().getOut();
        out.print(
                """
                A certificate for %s
                until %s, by %s, until %s. In %s:

                  ca.pem           the authority, which clients are told to trust
                  ca.p12           the same as a trust store for Java
                  ca-key.pem       the authority's key, for you alone to read: who has it can be
                                   any server to those clients
                  certificate.pem  the server's certificate, followed by the authority's
                  key.pem          the server's key, for you alone to read

                Serve with it from the next start on:
                  %s

                Tell clients to trust it:
                  AWS CLI, Python  export AWS_CA_BUNDLE=%s
                  Node             export NODE_EXTRA_CA_CERTS=%s
                  Java             export JAVA_TOOL_OPTIONS=%s
                  KPL              configuration.setCaCertFile("%s")
                """
                        .formatted(
                                names,
                                day(made.end()),
                                authority,
                                day(made.authorityEnd()),
                                files.folder(),
                                serve(files),
                                pem,
                                pem,
                                Env.quoted(javaOption(absolute(files.trustStore()))),
                                absolute(files.authority())));
        out.flush();
    }

    /// The command that serves with it. Elsewhere than in a data folder it has to be named.
    private String serve(CertificateFolder files) {
        String words = System.getProperty("millrace.command", "millrace") + " serve --tls";
        if (folder != null)
            return words + " --set http.tls-folder=" + Env.quoted(absolute(files.folder()));
        return data.equals(Path.of("data")) ? words : words + " --data " + Env.quoted("" + data);
    }

    /// A word among those of `JAVA_TOOL_OPTIONS`.
    private static String javaOption(String trustStore) {
        String option = "-Djavax.net.ssl.trustStore=" + trustStore;
        return option.contains(" ") ? '"' + option + '"' : option;
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneId.systemDefault());
    }
}
