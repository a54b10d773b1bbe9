package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many streams and shards there are, of each account and region and in all: counted as they
/// change, since every creation asks. Changed by one thread at a time; any may ask [#of].
public final class Census {
    /// What one account has in a region.
    ///
    /// @param creating streams in the state CREATING
    /// @param onDemand on-demand streams, with those that are about to be
    /// @param openShards open shards of its provisioned streams
    /// @param shardsToCome how many more of those the splits under way may add
    public record Count(int creating, int onDemand, int openShards, int shardsToCome) {
        private static final Count NONE = new Count(0, 0, 0, 0);

        private static Count of(@Nullable Stream stream) {
            if (stream == null) return NONE;
            int creating = stream.status() == StreamStatus.CREATING ? 1 : 0;
            return switch (stream.settingsToBe().mode()) {
                case ON_DEMAND -> new Count(creating, 1, 0, 0);
                case PROVISIONED ->
                        new Count(creating, 0, stream.openShards(), splitsToCome(stream));
            };
        }

        private Count plus(Count more, int sign) {
            return new Count(
                    creating + sign * more.creating,
                    onDemand + sign * more.onDemand,
                    openShards + sign * more.openShards,
                    shardsToCome + sign * more.shardsToCome);
        }
    }

    private final Map<RegionalAccount, Count> accounts = new ConcurrentHashMap<>();
    private int shards; // of whoever changes it

    /// What an account has in a region.
    public Count of(RegionalAccount account) {
        return accounts.getOrDefault(account, Count.NONE);
    }

    /// Open shards of all streams, with those that splits under way may add. For deciding.
    int shards() {
        return shards;
    }

    /// @param before null for a new stream
    /// @param after null for one that is gone
    void change(StreamName name, @Nullable Stream before, @Nullable Stream after) {
        shards += shards(after) - shards(before);
        accounts.compute(
                RegionalAccount.of(name),
                (account, known) -> {
                    Count base = known == null ? Count.NONE : known;
                    Count now = base.plus(Count.of(before), -1).plus(Count.of(after), 1);
                    return now.equals(Count.NONE) ? null : now;
                });
    }

    private static int shards(@Nullable Stream stream) {
        return stream == null ? 0 : stream.openShards() + splitsToCome(stream);
    }

    private static int splitsToCome(Stream stream) {
        Transition transition = stream.transition();
        return transition == null ? 0 : Math.max(0, Reshaping.growth(transition.steps()));
    }
}
