package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.stream.AutoScaling;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Peaks;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.Throughput;
import dev.millrace.testkit.MemoryEngine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/// Streams whose shards take 1,000 bytes a second.
class ScalerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String POLICY = "max=8 target=50 cooldown=5";

    private static KinesisConfig config(LimitsProfile limits, String policy) {
        return Settings.with(
                "limits",
                limits,
                "writeBytes",
                limits == LimitsProfile.AWS ? 1_000 : 0,
                "scaling",
                new ScalingConfig(10, 0, policy));
    }

    private static void create(Service service, @Nullable Integer shards, Map<String, String> tags)
            throws Exception {
        var input = CreateStreamInput.builder().streamName("s").shardCount(shards);
        service.call(Kinesis.CREATE_STREAM, input.tags(tags).build());
    }

    private static int open(Catalog catalog) {
        Stream stream = catalog.find(new StreamName(Service.ACCOUNT, Service.REGION, "s"));
        assertNotNull(stream);
        return stream.openShards();
    }

    /// As many bytes in each of a minute's seconds, spread evenly over the hash keys.
    private static void minute(Service service, int bytesPerSecond) throws Exception {
        int records = bytesPerSecond / 100;
        BigInteger step = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(records));
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < records; i++)
                service.call(
                        Kinesis.PUT_RECORD,
                        service.put("s")
                                .partitionKey("k")
                                .explicitHashKey(step.multiply(BigInteger.valueOf(i)).toString())
                                .data(Blob.of(new byte[99]))
                                .build());
            service.pass(SECOND);
        }
    }

    @Test
    void anOnDemandStreamGrowsWithItsTrafficAndRemembersItsPeakAcrossARestart() throws Exception {
        Service service = new Service(config(LimitsProfile.AWS, "off"));
        create(service, null, Map.of());
        minute(service, 1_500);
        assertEquals(4, open(service.catalog));
        minute(service, 2_200);
        assertEquals(8, open(service.catalog));
        minute(service, 100);
        int number = service.catalog.streams().iterator().next().number();
        Throughput peak = service.peaks.peak(number, service.clock.wallMs());
        assertTrue(peak.bytes() > 100_000 && peak.bytes() <= 60 * 2_200, peak::toString);
        var catalog = new Catalog();
        catalog.restore(service.catalog.snapshot());
        var peaks = new Peaks();
        peaks.restore(service.peaks.snapshot());
        var engine =
                new MemoryEngine(
                        service.clock, Map.of(Catalog.LEDGER, catalog, Peaks.LEDGER, peaks));
        KinesisApi api =
                KinesisApi.open(
                        engine,
                        catalog,
                        peaks,
                        service.clock,
                        new Random(2),
                        config(LimitsProfile.AWS, "off"));
        // The engine knows none of the shards; the policy must want nothing of it.
        for (int minute = 0; minute < 60; minute++) {
            service.clock.advance(Duration.ofMinutes(1));
            api.doWork(service.clock.nanos());
        }
        assertEquals(8, open(catalog));
        assertEquals(peak, peaks.peak(number, service.clock.wallMs()));
    }

    @Test
    void anOnDemandStreamGrowsNoFurtherThanConfigured() throws Exception {
        Service service = new Service(config(LimitsProfile.AWS, "off"));
        create(service, null, Map.of());
        for (int i = 0; i < 3; i++) minute(service, 2_200 * (i + 1));
        assertEquals(10, open(service.catalog));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProvisionedStreamFollowsThePolicyOfItsTagOrOfTheConfiguration(boolean tagged)
            throws Exception {
        Service service = new Service(config(LimitsProfile.AWS, tagged ? "off" : POLICY));
        create(service, 2, tagged ? Map.of(AutoScaling.TAG, POLICY) : Map.of());
        for (int i = 0; i < 4; i++) minute(service, 1_400);
        assertEquals(3, open(service.catalog));
        for (int i = 0; i < 12; i++) service.pass(Duration.ofMinutes(1));
        assertEquals(1, open(service.catalog));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "max=none"})
    void aTagThatSaysOffOrNothingSensibleLeavesTheStreamAlone(String tag) throws Exception {
        Service service = new Service(config(LimitsProfile.AWS, POLICY));
        create(service, 2, Map.of(AutoScaling.TAG, tag));
        for (int i = 0; i < 4; i++) minute(service, 1_800);
        assertEquals(2, open(service.catalog));
    }

    @Test
    void withoutLimitsTrafficIsMeasuredAllTheSame() throws Exception {
        Service service = new Service(config(LimitsProfile.OFF, "off"));
        create(service, null, Map.of());
        minute(service, 1_000);
        Throughput peak = service.peaks.peak(0, service.clock.wallMs());
        assertEquals(60_000, peak.bytes());
        assertEquals(600, peak.records());
    }
}
