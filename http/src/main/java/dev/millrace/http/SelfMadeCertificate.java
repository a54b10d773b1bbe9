package dev.millrace.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/// The certificate of a server that is told no other: the one that its folder holds, or one that it
/// makes itself.
///
/// Where the folder holds the key of an authority, that one makes it, and renews it when it ends
/// soon, for the names that it had. Else the server makes an authority for this one certificate,
/// and forgets its key, so that nobody can sign anything else with what clients trust; when the
/// certificate ends soon, both are made anew.
final class SelfMadeCertificate {
    private static final Logger LOG = System.getLogger(SelfMadeCertificate.class.getName());

    private SelfMadeCertificate() {}

    /// Finds the certificate of a folder, or makes one.
    ///
    /// @throws IOException if the folder cannot be used, or holds something else
    static CertificateFolder in(Path path, Instant now) throws IOException {
        var folder = new CertificateFolder(path);
        Optional<X509Certificate> own = folder.own();
        if (own.isPresent() && !Authority.endsSoon(own.get(), now)) return folder;
        if (own.isPresent())
            LOG.log(
                    Level.WARNING,
                    "{0} ends {1}; making another",
                    folder.certificate(),
                    own.get().getNotAfter().toInstant());
        boolean keepsKey = Files.exists(folder.authorityKey());
        CertificateFolder.Made made =
                keepsKey
                        ? folder.issue(
                                folder.hosts().orElse(HostNames.ofThisMachine()),
                                own.map(Authority::life).orElse(CertificateFolder.USUAL_LIFE),
                                true,
                                now)
                        : folder.issue(
                                HostNames.ofThisMachine(),
                                CertificateFolder.LONGEST_LIFE,
                                false,
                                now);
        LOG.log(
                Level.INFO,
                made.newAuthority()
                        ? "made a certificate; clients trust {0}"
                        : "made a certificate by the authority that clients trust already, {0}",
                folder.authority());
        return folder;
    }
}
