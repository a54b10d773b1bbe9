package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    @ParameterizedTest
    @CsvSource({
        "millrace.lan, millrace.lan",
        "*.example.org, *.example.org",
        "xn--mhle-0ra.de, xn--mhle-0ra.de",
        "my_host, my_host",
        "192.168.1.7, 192.168.1.7",
        "fe80::1, fe80:0:0:0:0:0:0:1",
        "2001:DB8::, 2001:db8:0:0:0:0:0:0"
    })
    void namesAndAddressesAreTaken(String host, String written) {
        assertEquals(written, HostNames.LOOPBACK.and(host).all().getLast());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a..b",
                ".a",
                "a.",
                "-a",
                "a.*",
                "*",
                "http://a",
                "a:80",
                "127.0.0.1:80",
                "1.2.3.999",
                "fe80::1%eth0",
                "[::1]",
                "mühle.de",
                "a,b",
                "a\0"
            })
    void nothingElseIs(String host) {
        var refused =
                assertThrows(IllegalArgumentException.class, () -> HostNames.LOOPBACK.and(host));
        assertEquals(host + " is neither a host name nor an IP address", refused.getMessage());
    }

    @Test
    void aNameIsAtMost253Long() {
        String label = "a".repeat(63);
        String name = String.join(".", label, label, label, "a".repeat(61));
        assertEquals(name, HostNames.LOOPBACK.and(name).all().getLast());
        assertThrows(IllegalArgumentException.class, () -> HostNames.LOOPBACK.and(name + "a"));
        assertThrows(IllegalArgumentException.class, () -> HostNames.LOOPBACK.and(label + "a"));
    }

    @Test
    void noneIsThereTwiceAndTheLoopbackReadsAsUsual() {
        assertEquals(
                "localhost, 127.0.0.1, ::1, a",
                HostNames.LOOPBACK.and("::1").and("a").and("localhost").toString());
    }
}
