package dev.millrace.cli;

/// A file is not what an export wrote. The message says where.
final class BadExportException extends Exception {
    BadExportException(String message) {
        super(message);
    }
}
