/// # wire: the protocols of AWS APIs
@NullMarked
package dev.millrace.wire;

import org.jspecify.annotations.NullMarked;
