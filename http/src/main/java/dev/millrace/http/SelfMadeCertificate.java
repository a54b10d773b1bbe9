package dev.millrace.http;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// The certificate that a server makes itself, as PEM files in a folder:
///
/// - `ca.pem` is what clients are told to trust,
/// - `certificate.pem` is the server's own, followed by that of the authority that signed it,
/// - `key.pem` is the server's private key, readable by its owner alone.
///
/// The authority's key is used once and never stored, so nobody can sign anything else with what
/// clients trust. A certificate that ends soon is replaced at start, its authority with it.
record SelfMadeCertificate(Path certificate, Path key) {
    private static final Logger LOG = System.getLogger(SelfMadeCertificate.class.getName());

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final Duration LIFE = Duration.ofDays(3_650);
    private static final Duration ENDS_SOON = Duration.ofDays(30);

    /// Clients' clocks may be behind.
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private static final int SERIAL_BITS = 127;
    private static final int PEM_LINE = 64;
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251})");

    /// Finds the certificate of a folder, or makes one.
    ///
    /// @throws IOException if the folder cannot be used, or holds something else
    static SelfMadeCertificate in(Path folder, Instant now) throws IOException {
        var files =
                new SelfMadeCertificate(
                        folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        try {
            if (!files.lasts(now)) files.make(folder, now);
        } catch (GeneralSecurityException | OperatorCreationException failed) {
            throw new IOException("cannot make a certificate in " + folder, failed);
        }
        return files;
    }

    private boolean lasts(Instant now) throws IOException {
        if (!Files.exists(certificate) || !Files.exists(key)) return false;
        try (var in = Files.newInputStream(certificate)) {
            var own =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (own.getNotAfter().toInstant().isAfter(now.plus(ENDS_SOON))) return true;
            LOG.log(Level.WARNING, "{0} ends {1}; making another", certificate, own.getNotAfter());
            return false;
        } catch (GeneralSecurityException unreadable) {
            throw new IOException(
                    certificate + " is no certificate; remove it and another is made", unreadable);
        }
    }

    private void make(Path folder, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var random = new SecureRandom();
        KeyPair authorityKey = keyPair(random);
        KeyPair serverKey = keyPair(random);
        ContentSigner signer =
                new JcaContentSignerBuilder(SIGNATURE).build(authorityKey.getPrivate());
        // The serial number makes each authority's name its own: clients look issuers up by name.
        var serial = new BigInteger(SERIAL_BITS, random);
        var authorityName = new X500Name("CN=Millrace self-made authority " + serial.toString(16));
        X509CertificateHolder authority =
                authority(authorityName, authorityKey, serial, now, signer);
        X509CertificateHolder own =
                own(
                        authorityName,
                        authorityKey,
                        serverKey,
                        new BigInteger(SERIAL_BITS, random),
                        now,
                        signer);
        Files.createDirectories(folder);
        String authorityPem = pem("CERTIFICATE", authority.getEncoded());
        // The certificate goes last: only with it does the folder count as filled.
        replace(key, pem("PRIVATE KEY", serverKey.getPrivate().getEncoded()), true);
        replace(folder.resolve("ca.pem"), authorityPem, false);
        replace(certificate, pem("CERTIFICATE", own.getEncoded()) + authorityPem, false);
        LOG.log(Level.INFO, "made a certificate; clients trust {0}", folder.resolve("ca.pem"));
    }

    private static X509CertificateHolder authority(
            X500Name name, KeyPair keys, BigInteger serial, Instant now, ContentSigner signer)
            throws GeneralSecurityException, IOException {
        var extensions = new JcaX509ExtensionUtils();
        return builder(name, serial, now, name, keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        extensions.createSubjectKeyIdentifier(keys.getPublic()))
                .build(signer);
    }

    private static X509CertificateHolder own(
            X500Name issuer,
            KeyPair issuerKeys,
            KeyPair keys,
            BigInteger serial,
            Instant now,
            ContentSigner signer)
            throws GeneralSecurityException, IOException {
        var extensions = new JcaX509ExtensionUtils();
        return builder(issuer, serial, now, new X500Name("CN=localhost"), keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, names())
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        extensions.createSubjectKeyIdentifier(keys.getPublic()))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        extensions.createAuthorityKeyIdentifier(issuerKeys.getPublic()))
                .build(signer);
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, BigInteger serial, Instant now, X500Name subject, KeyPair keys) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic());
    }

    /// Every name by which a client on this machine may call the server.
    private static GeneralNames names() {
        Set<GeneralName> names = new LinkedHashSet<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (HOST_NAME.matcher(host).matches())
                names.add(new GeneralName(GeneralName.dNSName, host));
        } catch (UnknownHostException nameless) {
            LOG.log(Level.DEBUG, "this machine's name is unknown", nameless);
        }
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static String pem(String type, byte[] encoded) {
        var base64 = Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(type, base64.encodeToString(encoded), type);
    }

    /// Puts a file in its place whole. A secret one is never readable by others, not even while it
    /// is being written.
    private static void replace(Path file, String text, boolean secret) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Set<PosixFilePermission> permissions =
                secret
                        ? EnumSet.of(
                                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
                        : PosixFilePermissions.fromString("rw-r--r--");
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        try (var out =
                posix
                        ? Files.newByteChannel(
                                unfinished,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                PosixFilePermissions.asFileAttribute(permissions))
                        : Files.newByteChannel(
                                unfinished,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            var bytes = java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) out.write(bytes);
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
