package dev.millrace.compatibility;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Asks [SharedServer] for a shell whose clients speak TLS and trust the server's own certificate.
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@interface OverTls {}
