/// # access: SigV4 and policies, pure
@NullMarked
package dev.millrace.access;

import org.jspecify.annotations.NullMarked;
