package dev.millrace.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/// Certificates and keys as files that other programs read, too.
final class PemFile {
    private static final int LINE = 64;
    private static final String KEY = "PRIVATE KEY";

    private PemFile() {}

    /// The first certificate of a file.
    static X509Certificate certificate(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (GeneralSecurityException unreadable) {
            throw new IOException(
                    file + " is no certificate; remove it and another is made", unreadable);
        }
    }

    /// A key as [#key] writes it.
    static PrivateKey key(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        try {
            String base64 = text.replaceAll("-----(BEGIN|END) " + KEY + "-----", "");
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new IOException(
                    file + " is no key as Millrace writes them; remove it and another is made",
                    unreadable);
        }
    }

    static String text(X509Certificate certificate) throws GeneralSecurityException {
        return text("CERTIFICATE", certificate.getEncoded());
    }

    static String text(PrivateKey key) {
        return text(KEY, key.getEncoded());
    }

    private static String text(String type, byte[] encoded) {
        var base64 = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(type, base64.encodeToString(encoded), type);
    }

    /// Puts a file that all may read in its place whole.
    static void replace(Path file, byte[] bytes) throws IOException {
        replace(file, bytes, "rw-r--r--");
    }

    /// Likewise one that is never readable by others, not even while it is being written.
    static void replaceSecret(Path file, byte[] bytes) throws IOException {
        replace(file, bytes, "rw-------");
    }

    private static void replace(Path file, byte[] bytes, String permissions) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Set<StandardOpenOption> anew =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        try (var out =
                posix
                        ? Files.newByteChannel(
                                unfinished,
                                anew,
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString(permissions)))
                        : Files.newByteChannel(unfinished, anew)) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) out.write(left);
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
