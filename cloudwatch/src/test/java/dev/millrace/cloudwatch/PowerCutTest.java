package dev.millrace.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.log.FileLog;
import dev.millrace.log.LogConfig;
import dev.millrace.stream.Clock;
import dev.millrace.testkit.FaultyDisk;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class PowerCutTest {
    private final MetricStore metrics = new MetricStore(1 << 20, 100);
    private final AlarmStore alarms = new AlarmStore(10);

    private FileLog open(FaultyDisk disk) throws Exception {
        return FileLog.openStepped(
                disk,
                Clock.SYSTEM,
                LogConfig.DEFAULT,
                Map.of(MetricStore.LEDGER, metrics, AlarmStore.LEDGER, alarms),
                new Random(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void acknowledgedPointsAndAlarmsAreThereOnce(long seed) throws Exception {
        var disk = new FaultyDisk(seed);
        AlarmChange change = LedgerFuzzTest.change();
        long now = 1_800_000_000;
        FileLog log = new PowerCutTest().open(disk);
        for (int i = 0; i < 20; i++) {
            Sample sample = Sample.of(i);
            var entry = new PointBatch.Entry(MetricStoreTest.key("x"), now + 60L * i, sample, 60);
            log.ledger(MetricStore.LEDGER)
                    .submit(new PointBatch(now, List.of(entry)).encode(), List.of());
        }
        log.ledger(AlarmStore.LEDGER).submit(change.encode(), List.of());
        disk.crash();
        open(disk);
        var points = new TreeMap<Long, Double>();
        metrics.read(
                MetricStoreTest.key("x"),
                Tier.MINUTE,
                now - 60,
                now + 3_600,
                point -> points.put(point.second(), point.sample().sum()));
        assertEquals(20, points.size());
        assertEquals(190, points.values().stream().mapToDouble(Double::doubleValue).sum());
        assertEquals(change.put(), alarms.all());
    }
}
