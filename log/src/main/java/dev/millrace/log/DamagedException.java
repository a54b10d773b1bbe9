package dev.millrace.log;

import java.io.IOException;

/// What lies at a place of a file is not what was written there.
final class DamagedException extends IOException {
    DamagedException(String name, long position) {
        super("%s is damaged at position %d".formatted(name, position));
    }

    DamagedException(String message) {
        super(message);
    }
}
