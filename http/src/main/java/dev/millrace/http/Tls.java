package dev.millrace.http;

/// Where the certificate of TLS comes from.
public enum Tls {
    /// No TLS.
    OFF,
    /// A certificate that the server makes itself, once, and keeps in a folder.
    SELF_MADE,
    /// A certificate chain and a key in PEM files.
    PEM
}
