package dev.millrace.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A folder with what TLS at home needs:
///
/// - `ca.pem` is what clients are told to trust, `ca.p12` the same as a trust store for Java,
/// - `ca-key.pem` is the authority's key, where it is kept so that further certificates can be
///   made that clients trust already,
/// - `certificate.pem` is the server's own, followed by that of the authority that signed it,
/// - `key.pem` is the server's key.
///
/// Both keys are readable by their owner alone. One process at a time changes a folder.
public record CertificateFolder(Path folder) {
    /// The longest that every client takes.
    public static final Duration USUAL_LIFE = Duration.ofDays(825);

    public static final Duration LONGEST_LIFE = Authority.LIFE;

    /// What was made.
    ///
    /// @param newAuthority whether clients have to be told to trust another authority than before
    /// @param authorityEnd when clients will have to be told again
    /// @param end when the certificate ends
    public record Made(boolean newAuthority, Instant authorityEnd, Instant end) {}

    public Path authority() {
        return folder.resolve("ca.pem");
    }

    public Path authorityKey() {
        return folder.resolve("ca-key.pem");
    }

    public Path trustStore() {
        return folder.resolve("ca.p12");
    }

    public Path certificate() {
        return folder.resolve("certificate.pem");
    }

    public Path key() {
        return folder.resolve("key.pem");
    }

    /// The names that the server's certificate is for, if there is one.
    ///
    /// @throws IOException if the file is something else
    public Optional<HostNames> hosts() throws IOException {
        Optional<X509Certificate> own = own();
        if (own.isEmpty()) return Optional.empty();
        try {
            return Optional.of(HostNames.of(own.get()));
        } catch (CertificateParsingException unreadable) {
            throw new IOException("cannot read the names in " + certificate(), unreadable);
        }
    }

    /// When the server's certificate ends, if there is one.
    ///
    /// @throws IOException if the file is something else
    public Optional<Instant> end() throws IOException {
        return own().map(CertificateFolder::end);
    }

    /// Whether another certificate could be made that clients trust already.
    ///
    /// @throws IOException if one of the authority's files is something else
    public boolean canIssue(Instant now) throws IOException {
        return usable(now).isPresent();
    }

    /// Whether an authority is there, be it one that can make no more certificates.
    public boolean holdsAuthority() {
        return Files.exists(authority()) || Files.exists(authorityKey());
    }

    /// Makes a server's certificate and puts it in place of what is there, by the authority that is
    /// there if that one can, else by a new one.
    ///
    /// @param keepKey whether a new authority's key is kept, else nobody can sign anything by it
    /// @throws IOException if the folder cannot be used, or holds an authority and another's key
    public Made issue(HostNames hosts, Duration life, boolean keepKey, Instant now)
            throws IOException {
        Optional<Authority> old = usable(now);
        try {
            Authority authority = old.isPresent() ? old.get() : Authority.make(now);
            Authority.Issued issued = authority.issue(hosts, life, now);
            put(authority, old.isEmpty(), keepKey, issued);
            return new Made(old.isEmpty(), end(authority.certificate()), end(issued.certificate()));
        } catch (GeneralSecurityException failed) {
            throw new IOException(
                    old.isPresent()
                            ? authorityKey() + " is not the key of " + authority()
                            : "cannot make a certificate in " + folder,
                    failed);
        }
    }

    private void put(Authority by, boolean newAuthority, boolean keepKey, Authority.Issued issued)
            throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        // The certificate goes first and comes last: only with it does the folder count as filled,
        // and nothing in a filled one belongs to another certificate.
        Files.deleteIfExists(certificate());
        String authority = PemFile.text(by.certificate());
        if (newAuthority) {
            Files.deleteIfExists(authorityKey());
            PemFile.replace(authority(), ascii(authority));
            PemFile.replace(trustStore(), trustStore(by.certificate()));
            if (keepKey) PemFile.replaceSecret(authorityKey(), ascii(PemFile.text(by.key())));
        }
        PemFile.replaceSecret(key(), ascii(PemFile.text(issued.key())));
        PemFile.replace(certificate(), ascii(PemFile.text(issued.certificate()) + authority));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Without a password, which Java needs for none that holds certificates only.
    private static byte[] trustStore(X509Certificate authority)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("millrace", authority);
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, null);
        return bytes.toByteArray();
    }

    private Optional<Authority> usable(Instant now) throws IOException {
        if (!Files.exists(authority()) || !Files.exists(authorityKey())) return Optional.empty();
        X509Certificate certificate = PemFile.certificate(authority());
        if (Authority.endsSoon(certificate, now)) return Optional.empty();
        return Optional.of(new Authority(certificate, PemFile.key(authorityKey())));
    }

    /// The server's certificate, unless it or its key is missing.
    Optional<X509Certificate> own() throws IOException {
        if (!Files.exists(certificate()) || !Files.exists(key())) return Optional.empty();
        return Optional.of(PemFile.certificate(certificate()));
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
