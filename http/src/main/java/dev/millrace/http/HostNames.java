package dev.millrace.http;

import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The names and addresses by which clients may call a server: what a certificate is for.
///
/// @param all each a host name, maybe with `*` for its first label, or an IP address as Java
///     writes it; never empty, none twice
public record HostNames(List<String> all) {
    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern NAME =
            Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
    private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|[0-9A-Fa-f.]*:.*");
    private static final int LONGEST = 253;

    /// What every server answers to on its own machine. Behind what it is checked by.
    public static final HostNames LOOPBACK =
            new HostNames(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));

    public HostNames {
        if (all.isEmpty()) throw new IllegalArgumentException("a certificate for nobody");
        all = all.stream().map(HostNames::canonical).distinct().toList();
    }

    /// These and one more.
    ///
    /// @throws IllegalArgumentException if it is neither a host name nor an IP address
    public HostNames and(String host) {
        var more = new ArrayList<>(all);
        more.add(host);
        return new HostNames(more);
    }

    /// Those of the loopback, and this machine's own where it has one.
    static HostNames ofThisMachine() {
        try {
            String own = InetAddress.getLocalHost().getHostName();
            if (isName(own)) return LOOPBACK.and(own);
        } catch (UnknownHostException nameless) {
            return LOOPBACK;
        }
        return LOOPBACK;
    }

    /// Those that a certificate is for; the loopback's if it names none.
    static HostNames of(X509Certificate certificate) throws CertificateParsingException {
        var alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) return LOOPBACK;
        List<String> names =
                alternatives.stream()
                        .filter(name -> isHost((Integer) name.getFirst()))
                        .map(name -> String.valueOf(name.get(1)))
                        .toList();
        return names.isEmpty() ? LOOPBACK : new HostNames(names);
    }

    private static boolean isHost(int tag) {
        return tag == GeneralName.dNSName || tag == GeneralName.iPAddress;
    }

    GeneralNames general() {
        return new GeneralNames(
                all.stream()
                        .map(
                                host ->
                                        new GeneralName(
                                                isAddress(host)
                                                        ? GeneralName.iPAddress
                                                        : GeneralName.dNSName,
                                                host))
                        .toArray(GeneralName[]::new));
    }

    private static String canonical(String host) {
        if (isName(host) && !isAddress(host)) return host;
        // An address with a zone means something on one machine only.
        if (isAddress(host) && host.indexOf('%') < 0)
            try {
                return InetAddress.ofLiteral(host).getHostAddress();
            } catch (IllegalArgumentException none) {
                throw new IllegalArgumentException(refusal(host), none);
            }
        throw new IllegalArgumentException(refusal(host));
    }

    private static String refusal(String host) {
        return host + " is neither a host name nor an IP address";
    }

    private static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches();
    }

    private static boolean isName(String host) {
        return host.length() <= LONGEST && NAME.matcher(host).matches();
    }

    /// As a person reads them: `localhost, 127.0.0.1, ::1`.
    @Override
    public String toString() {
        return all.stream()
                .map(host -> host.equals("0:0:0:0:0:0:0:1") ? "::1" : host)
                .collect(Collectors.joining(", "));
    }
}
