package dev.millrace.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.model.cloudwatch.PutMetricAlarmInput;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// Commands and snapshots of both ledgers: read or refused, for no more memory than they are
/// worth.
class LedgerFuzzTest extends ParserFuzzing {
    LedgerFuzzTest() {
        super("cloudwatch-ledgers", hex("01"), hex("0101"), hex("ffffffffffffffffff01"));
    }

    private static Alarm alarm(String name) {
        return new Alarm(
                new AlarmKey("111122223333", "eu-central-1", name),
                PutMetricAlarmInput.builder()
                        .alarmName(name)
                        .namespace("App")
                        .metricName("x")
                        .period(60)
                        .evaluationPeriods(3)
                        .threshold(1.5)
                        .build(),
                Map.of("team", "a"),
                1,
                AlarmState.ALARM,
                "because",
                "{}",
                2,
                3);
    }

    static AlarmChange change() {
        Alarm alarm = alarm("a");
        return new AlarmChange(
                7,
                List.of(alarm, alarm("b")),
                List.of(alarm("c").key()),
                List.of(HistoryText.configured(alarm.key(), "created", 7)));
    }

    @Override
    protected List<byte[]> examples() {
        var metrics = new MetricStore(1 << 20, 100);
        Sample sample = Sample.of(1).plus(Sample.of(2));
        var entry = new PointBatch.Entry(MetricStoreTest.key("x"), 1_800_000_000, sample, 1);
        var batch = new PointBatch(1_800_000_000, List.of(entry));
        metrics.apply(batch.encode());
        var alarms = new AlarmStore(10);
        alarms.apply(change().encode());
        return List.of(batch.encode(), metrics.snapshot(), change().encode(), alarms.snapshot());
    }

    @Override
    protected long mostBytes(int length) {
        return (1 << 20) + 4_096L * length;
    }

    @Override
    public void parse(byte[] input) {
        read(() -> PointBatch.decode(input));
        read(() -> new MetricStore(1 << 20, 100).restore(input));
        read(() -> AlarmChange.decode(input));
        read(() -> new AlarmStore(10).restore(input));
    }

    private static void read(Runnable reading) {
        try {
            reading.run();
        } catch (UncheckedIOException refused) {
            assertNotNull(refused.getMessage());
        }
    }
}
