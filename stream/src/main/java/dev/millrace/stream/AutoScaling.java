package dev.millrace.stream;

import java.time.Duration;
import java.util.List;

/// The policy by which a provisioned stream is given more and fewer shards: a pure function of what
/// was written to it, and of when it was scaled last.
///
/// - It grows when the mean of the last five minutes is above the target, and then by a quarter at
///   least.
/// - It shrinks when all the busiest minute of the cool-down would have needed is three quarters of
///   what there is, and then by half at most.
/// - Between two updates, whoever asked for them, lies the cool-down. Of the updates that a stream
///   may have in a day the last two are kept for growing.
///
/// @param least shards there are at least
/// @param most shards there are at most
/// @param targetPercent how much of what the shards take is to be used, of bytes or records,
///     whichever is more
/// @param cooldown whole minutes
public record AutoScaling(int least, int most, int targetPercent, Duration cooldown) {
    /// The tag that gives a stream a policy of its own.
    public static final String TAG = "millrace:autoscaling";

    /// In place of a policy: none.
    public static final String OFF = "off";

    private static final int MEAN_MINUTES = 5;
    private static final int KEPT_UPDATES = 2;

    public AutoScaling {
        if (least < 1 || most > ShardCountUpdate.MOST_SHARDS || least > most)
            throw new IllegalArgumentException(
                    "min and max are 1 to %d, min not above max"
                            .formatted(ShardCountUpdate.MOST_SHARDS));
        if (targetPercent < 1 || targetPercent > 100)
            throw new IllegalArgumentException("target is 1 to 100, per cent");
        if (cooldown.toMinutes() < 1 || cooldown.toMinutes() > Traffic.MINUTES)
            throw new IllegalArgumentException("cooldown is 1 to 60, minutes");
    }

    /// Reads e.g. `min=1 max=16 target=70 cooldown=15`, in any order, with spaces or commas
    /// between. All but `max` may be left out.
    ///
    /// @throws IllegalArgumentException saying what is wrong
    public static AutoScaling parse(String text) {
        int least = 1;
        int most = 0;
        int target = 70;
        int cooldown = 15;
        for (String part : text.strip().split("[\\s,]+", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            switch (name) {
                case "min" -> least = number(part, value);
                case "max" -> most = number(part, value);
                case "target" -> target = number(part, value);
                case "cooldown" -> cooldown = number(part, value);
                default ->
                        throw new IllegalArgumentException(
                                "expected min, max, target or cooldown, not " + part);
            }
        }
        if (most == 0) throw new IllegalArgumentException("max is missing");
        return new AutoScaling(least, most, target, Duration.ofMinutes(cooldown));
    }

    private static int number(String part, String value) {
        if (!value.matches("[0-9]{1,9}"))
            throw new IllegalArgumentException("expected a whole number in " + part);
        return Integer.parseInt(value);
    }

    /// Whether a stream is to have more or fewer shards.
    ///
    /// @param stream an active one
    /// @param updates when its number of shards was updated lately
    /// @param updatesPerDay how often that may be
    public ScalingDecision decide(
            Stream stream,
            Traffic traffic,
            RollingDay updates,
            ShardCapacity capacity,
            long updatesPerDay,
            long nowMs) {
        int open = stream.openShards();
        long sinceMs =
                updates.timesMs().isEmpty() ? Long.MAX_VALUE : nowMs - updates.timesMs().getLast();
        if (sinceMs < cooldown.toMillis()) return new ScalingDecision.Stay("it cools down");
        long left = updatesPerDay - updates.used(nowMs);
        if (left <= 0) return new ScalingDecision.Stay("it has used its updates of the day");
        Throughput mean = traffic.mean(MEAN_MINUTES);
        int needed = shardsFor(mean, capacity);
        if (open < least || (needed > open && open < most)) {
            int quarter = (open + 3) / 4;
            int wanted = Math.clamp(Math.max(needed, open + quarter), least, most);
            if (open < least) wanted = Math.max(least, Math.min(needed, most));
            return scale(stream, Math.min(wanted, 2 * open), words(mean, "the last five minutes"));
        }
        if (left <= KEPT_UPDATES && updatesPerDay > KEPT_UPDATES)
            return new ScalingDecision.Stay("its last updates of the day are kept for growing");
        int minutes = (int) cooldown.toMinutes();
        if (open > most)
            return scale(stream, Math.max(most, (open + 1) / 2), "it may have " + most);
        if (traffic.seen() < minutes) return new ScalingDecision.Stay("too little was seen of it");
        Throughput busiest = traffic.most(minutes);
        int enough = Math.max(least, shardsFor(busiest, capacity));
        if (enough < open && enough <= (3 * open + 3) / 4)
            return scale(
                    stream,
                    Math.max(enough, (open + 1) / 2),
                    words(busiest, "the busiest of the last %d minutes".formatted(minutes)));
        return new ScalingDecision.Stay("it has what it needs");
    }

    private int shardsFor(Throughput throughput, ShardCapacity capacity) {
        return capacity.shardsFor(throughput, (long) Math.ceil(10_000.0 / targetPercent));
    }

    private String words(Throughput throughput, String when) {
        return "%s had %s, and a shard is to be used by %d %%"
                .formatted(when, throughput, targetPercent);
    }

    private static ScalingDecision scale(Stream stream, int to, String why) {
        List<Shard> open = stream.shards().open();
        List<ShardStep> steps = UniformScaling.plan(open, stream.nextIndex(), to);
        return new ScalingDecision.Scale(open.size(), to, steps, why);
    }
}
