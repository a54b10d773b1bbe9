package dev.millrace.cloudwatch;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What recent periods say about an alarm: pure.
///
/// More periods are looked at than count, so that a period or two without values need not be
/// filled
/// in: as long as enough others have some, the newest of those decide. Source: CloudWatch user
/// guide,
/// "Configuring how CloudWatch alarms treat missing data", and its tables.
final class Judgement {
    /// Periods that are looked at beside those that count.
    static final int SPARE_PERIODS = 2;

    private Judgement() {}

    /// The state that periods speak for.
    ///
    /// @param recent the periods looked at, oldest first: whether each breaches the threshold, or
    ///     null where there is no value
    /// @param count how many count
    /// @param least how many of those must breach
    /// @return null to stay as it is
    static @Nullable AlarmState of(
            List<@Nullable Boolean> recent, int count, int least, MissingData missing) {
        int known = 0;
        int breaching = 0;
        int oldestBreaching = 0; // its place from the newest, which is 1
        for (int i = recent.size() - 1; i >= 0 && known < count; i--) {
            Boolean breaches = recent.get(i);
            if (breaches == null) continue;
            known++;
            if (!breaches) continue;
            breaching++;
            oldestBreaching = recent.size() - i;
        }
        if (known == count || breaching >= least)
            return breaching >= least ? AlarmState.ALARM : AlarmState.OK;
        int absent = count - known;
        return switch (missing) {
            case BREACHING -> breaching + absent >= least ? AlarmState.ALARM : AlarmState.OK;
            case NOT_BREACHING -> AlarmState.OK;
            case IGNORE -> breaching < known ? AlarmState.OK : null;
            case MISSING -> {
                if (known == 0) yield AlarmState.INSUFFICIENT_DATA;
                if (breaching < known) yield AlarmState.OK;
                // All that is known breaches: enough if it did so long enough ago.
                yield oldestBreaching >= least ? AlarmState.ALARM : null;
            }
        };
    }
}
