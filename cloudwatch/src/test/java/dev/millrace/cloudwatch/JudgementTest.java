package dev.millrace.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/// The tables of the service's documentation: 0 is a value within the threshold, X one beyond it,
/// - a period without any. A state of SAME is the one before.
class JudgementTest {
    private static String judged(String recent, int count, int least, MissingData missing) {
        List<@Nullable Boolean> periods = new ArrayList<>();
        for (char c : recent.toCharArray())
            periods.add(
                    switch (c) {
                        case '0' -> Boolean.FALSE;
                        case 'X' -> Boolean.TRUE;
                        default -> null;
                    });
        AlarmState state = Judgement.of(periods, count, least, missing);
        return state == null ? "SAME" : state.name();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 0-X-X, OK, OK, OK, OK",
        "3, 0----, OK, OK, OK, OK",
        "3, -----, INSUFFICIENT_DATA, SAME, ALARM, OK",
        "3, 0XX-X, ALARM, ALARM, ALARM, ALARM",
        "3, --X--, ALARM, SAME, ALARM, OK",
        "2, 0-X-X, ALARM, ALARM, ALARM, ALARM",
        "2, 00X0X, ALARM, ALARM, ALARM, ALARM",
        "2, 0-X--, OK, OK, ALARM, OK",
        "2, ----0, OK, OK, ALARM, OK",
        "2, ---X-, ALARM, SAME, ALARM, OK",
    })
    void soManyOfThreeMustBreach(
            int least,
            String recent,
            String missing,
            String ignore,
            String breaching,
            String notBreaching) {
        assertEquals(missing, judged(recent, 3, least, MissingData.MISSING));
        assertEquals(ignore, judged(recent, 3, least, MissingData.IGNORE));
        assertEquals(breaching, judged(recent, 3, least, MissingData.BREACHING));
        assertEquals(notBreaching, judged(recent, 3, least, MissingData.NOT_BREACHING));
    }

    @ParameterizedTest
    @CsvSource({"--X, ALARM", "--0, OK", "X-0, OK", "0X-, ALARM"})
    void oneOfOneGoesByTheNewestValueThereIs(String recent, String expected) {
        for (MissingData missing : MissingData.values())
            assertEquals(expected, judged(recent, 1, 1, missing));
    }
}
