package dev.millrace.simulation;

import dev.millrace.kinesis.FanOutConfig;
import dev.millrace.kinesis.KinesisConfig;
import dev.millrace.kinesis.LimitsProfile;
import dev.millrace.kinesis.RatesConfig;
import dev.millrace.log.LogConfig;

import java.time.Duration;
import java.util.SplittableRandom;

/// How a server of a simulation is set: so small that every wheel turns in a short time.
final class Setting {
    static final LogConfig LOG =
            new LogConfig(
                    256 << 10,
                    16 << 10,
                    32 << 10,
                    1 << 20,
                    64 << 10,
                    128 << 10,
                    8 << 10,
                    96 << 10,
                    Duration.ofSeconds(60),
                    1,
                    64 << 10,
                    24 << 10,
                    4,
                    2 << 10,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    false);

    private Setting() {}

    static KinesisConfig kinesis(SplittableRandom random) {
        KinesisConfig base = KinesisConfig.DEFAULT;
        boolean isLimited = random.nextInt(3) == 0;
        boolean isSlow = random.nextInt(3) == 0;
        int fanOutBytes = random.nextInt(3) == 0 ? 1 + random.nextInt(4_000) : 0;
        return new KinesisConfig(
                isLimited ? LimitsProfile.AWS : LimitsProfile.OFF,
                Duration.ofMillis(isSlow ? random.nextInt(2_000) : 0),
                base.requestBytes(),
                base.callRates(),
                isLimited && random.nextBoolean()
                        ? new RatesConfig(0, 5_000, 0, 0, 0)
                        : base.rates(),
                base.quotas(),
                base.resources(),
                new FanOutConfig(base.fanOut().subscriptions(), 0, fanOutBytes),
                base.scaling());
    }
}
