/// # testkit: what tests of several rooms share
@NullMarked
package dev.millrace.testkit;

import org.jspecify.annotations.NullMarked;
