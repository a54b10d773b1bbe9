package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {
    @ParameterizedTest
    @CsvSource({"1024, 128, 384", "20000, 1024, 16672", "40000, 1024, 20480", "100, 16, 1"})
    void segmentsComeFirstThenConnections(long most, int segments, int connections) {
        MillraceConfig config = new Descriptors(most).within(MillraceConfig.DEFAULT);
        assertEquals(segments, config.log().openFiles());
        assertEquals(connections, config.http().connections());
    }

    @Test
    void whereThereIsRoomNothingChanges() {
        assertSame(MillraceConfig.DEFAULT, new Descriptors(1 << 20).within(MillraceConfig.DEFAULT));
    }

    @Test
    void theLimitIsTheOneThatHolds() {
        String limits =
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             96375                96375                processes
                Max open files            1024                 524288               files
                """;
        assertEquals(new Descriptors(1024), Descriptors.in(limits));
        assertEquals(
                new Descriptors(Long.MAX_VALUE),
                Descriptors.in(limits.replace("1024 ", "unlimited ")));
        assertTrue(Descriptors.ofProcess().most() > 0);
    }
}
