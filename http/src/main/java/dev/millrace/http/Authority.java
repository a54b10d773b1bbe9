package dev.millrace.http;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/// Whom clients are told to trust, and what signs the certificates of servers.
///
/// @param certificate what clients get
/// @param key what nobody else may get: who has it can be any server to those clients
record Authority(X509Certificate certificate, PrivateKey key) {
    static final Duration LIFE = Duration.ofDays(3_650);

    private static final String SIGNATURE = "SHA256withECDSA";

    /// Clients' clocks may be behind.
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private static final Duration SOON = Duration.ofDays(30);
    private static final int SERIAL_BITS = 127;

    /// A server's certificate, and its key.
    record Issued(X509Certificate certificate, PrivateKey key) {}

    static Authority make(Instant now) throws GeneralSecurityException, IOException {
        var random = new SecureRandom();
        KeyPair keys = keyPair(random);
        var serial = new BigInteger(SERIAL_BITS, random);
        // The serial number makes each authority's name its own: clients look issuers up by name.
        var name = new X500Name("CN=Millrace self-made authority " + serial.toString(16));
        var extensions = new JcaX509ExtensionUtils();
        X509v3CertificateBuilder builder =
                builder(name, serial, now, now.plus(LIFE), name, keys)
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                        .addExtension(
                                Extension.subjectKeyIdentifier,
                                false,
                                extensions.createSubjectKeyIdentifier(keys.getPublic()));
        return new Authority(signed(builder, keys.getPrivate()), keys.getPrivate());
    }

    /// Makes a server's certificate, which ends no later than the authority does.
    ///
    /// @throws GeneralSecurityException also if the key is not that of the certificate
    Issued issue(HostNames hosts, Duration life, Instant now)
            throws GeneralSecurityException, IOException {
        var random = new SecureRandom();
        KeyPair keys = keyPair(random);
        Instant end = now.plus(life);
        Instant last = certificate.getNotAfter().toInstant();
        var extensions = new JcaX509ExtensionUtils();
        X509v3CertificateBuilder builder =
                builder(
                                X500Name.getInstance(
                                        certificate.getSubjectX500Principal().getEncoded()),
                                new BigInteger(SERIAL_BITS, random),
                                now,
                                end.isBefore(last) ? end : last,
                                new X500Name("CN=localhost"),
                                keys)
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                        .addExtension(
                                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                        .addExtension(
                                Extension.extendedKeyUsage,
                                false,
                                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                        .addExtension(Extension.subjectAlternativeName, false, hosts.general())
                        .addExtension(
                                Extension.subjectKeyIdentifier,
                                false,
                                extensions.createSubjectKeyIdentifier(keys.getPublic()))
                        .addExtension(
                                Extension.authorityKeyIdentifier,
                                false,
                                extensions.createAuthorityKeyIdentifier(
                                        certificate.getPublicKey()));
        X509Certificate issued = signed(builder, key);
        issued.verify(certificate.getPublicKey());
        return new Issued(issued, keys.getPrivate());
    }

    /// For how long a certificate was made.
    static Duration life(X509Certificate certificate) {
        return Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant())
                .minus(CLOCK_SKEW);
    }

    /// Whether the last month of a certificate has begun, or the last third of a short one.
    static boolean endsSoon(X509Certificate certificate, Instant now) {
        Duration third = life(certificate).dividedBy(3);
        Duration soon = third.compareTo(SOON) < 0 ? third : SOON;
        return certificate.getNotAfter().toInstant().isBefore(now.plus(soon));
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer,
            BigInteger serial,
            Instant now,
            Instant end,
            X500Name subject,
            KeyPair keys) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(end),
                subject,
                keys.getPublic());
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            X509CertificateHolder holder =
                    builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key));
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (OperatorCreationException unfit) {
            throw new GeneralSecurityException(unfit);
        }
    }

    private static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }
}
