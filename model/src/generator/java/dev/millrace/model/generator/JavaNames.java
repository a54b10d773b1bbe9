package dev.millrace.model.generator;

import javax.lang.model.SourceVersion;

/// A model's names as Java spells them.
final class JavaNames {
    private JavaNames() {}

    /// The member's name with its first letter in lower case, as paths in messages have it too.
    static String component(String member) {
        String name = Character.toLowerCase(member.charAt(0)) + member.substring(1);
        if (!SourceVersion.isName(name))
            throw new IllegalArgumentException("no name for a component: " + name);
        return name;
    }

    /// `MaxRecordSizeInKiB` → `MAX_RECORD_SIZE_IN_KI_B`, `StreamARN` → `STREAM_ARN`.
    static String constant(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", "$1$3_$2$4")
                .toUpperCase(java.util.Locale.ROOT);
    }

    static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
