/// # http: bytes to Exchange and back
@NullMarked
package dev.millrace.http;

import org.jspecify.annotations.NullMarked;
