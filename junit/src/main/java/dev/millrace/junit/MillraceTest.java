package dev.millrace.junit;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Gives the tests of a class, or one test, a Millrace: empty, in memory, on a port of its own,
/// started when it is first asked for and closed afterwards.
///
/// It is a few objects and threads of this JVM, on a disk in memory: on two cores a fresh one takes
/// about 10 ms once the JVM is warm. Works with JUnit 6, and with 5 from 5.13 on.
///
/// ```java
/// @MillraceTest
/// class OrdersTest {
///     @Test
///     void anOrderIsPublished(KinesisClient kinesis) {
///         kinesis.createStream(request -> request.streamName("orders").shardCount(1));
///         …
///     }
/// }
/// ```
///
/// What a test, a `@BeforeEach`, an `@AfterEach` or a constructor may ask for by its parameters:
///
/// | type | what it gets |
/// |---|---|
/// | [MillraceServer] | the server: endpoint, region, credentials, account |
/// | [MillraceClock] | the server's clock, to be advanced |
/// | [java.net.URI] | the server's endpoint |
/// | `KinesisClient`, `KinesisAsyncClient` | one of the AWS SDK for Java 2, closed afterwards |
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MillraceExtension.class)
public @interface MillraceTest {
    /// Settings of the server, as `millrace serve --set` takes them: `"limits=off"`.
    String[] settings() default {};

    /// How long a server lives.
    Lifetime lifetime() default Lifetime.TEST;

    /// How long a server lives.
    enum Lifetime {
        /// Every test has a server of its own, and may run in parallel to others.
        TEST,
        /// The tests of the class share one, and see what others left there. It may be asked for in
        /// `@BeforeAll` too.
        CLASS
    }
}
