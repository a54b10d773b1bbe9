/// # kinesis: the Kinesis Data Streams API
@NullMarked
package dev.millrace.kinesis;

import org.jspecify.annotations.NullMarked;
