package dev.millrace.stream;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Commands of every kind with arbitrary contents, which need make no sense together.
final class RandomCommands {
    private final Random random;

    RandomCommands(long seed) {
        random = new Random(seed);
    }

    CatalogCommand next() {
        return switch (random.nextInt(15)) {
            case 0 -> new CatalogCommand.Found(text());
            case 1 ->
                    new CatalogCommand.Create(
                            random.nextInt(),
                            new StreamName(text(), text(), text()),
                            text(),
                            random.nextBoolean() ? StreamMode.PROVISIONED : StreamMode.ON_DEMAND,
                            random.nextInt(),
                            Map.of("a" + text(), text(), "b" + text(), text()),
                            random.nextInt(),
                            random.nextLong(),
                            random.nextLong());
            case 2 ->
                    new CatalogCommand.Split(
                            random.nextInt(), random.nextInt(), key(), random.nextLong());
            case 3 ->
                    new CatalogCommand.Merge(
                            random.nextInt(),
                            random.nextInt(),
                            random.nextInt(),
                            random.nextLong());
            case 4 -> new CatalogCommand.Delete(random.nextInt(), random.nextLong());
            case 5 ->
                    new CatalogCommand.Settle(
                            random.nextInt(),
                            random.nextLong(),
                            random.nextLong(),
                            random.nextInt());
            case 6 ->
                    new CatalogCommand.Retain(
                            random.nextInt(), random.nextInt(), random.nextLong());
            case 7 ->
                    new CatalogCommand.Expire(
                            random.nextInt(), random.ints(random.nextInt(4)).boxed().toList());
            case 8 -> new CatalogCommand.Configure(random.nextInt(), settings(), random.nextLong());
            case 9 -> new CatalogCommand.Adjust(random.nextInt(), settings(), random.nextLong());
            case 10 -> consumers();
            case 11 -> policies();
            case 12 ->
                    new CatalogCommand.Commit(
                            new RegionalAccount(text(), text()),
                            new BillingCommitment(random.nextInt(), Long.MAX_VALUE - 1));
            case 13 ->
                    new CatalogCommand.Scale(
                            random.nextInt(),
                            steps(),
                            random.nextBoolean(),
                            random.nextLong(),
                            random.nextLong());
            default -> new CatalogCommand.Together(several());
        };
    }

    private CatalogCommand consumers() {
        return switch (random.nextInt(4)) {
            case 0 ->
                    new CatalogCommand.Register(
                            random.nextInt(),
                            random.nextInt(),
                            text(),
                            Map.of(text(), text()),
                            random.nextLong(),
                            random.nextLong());
            case 1 -> new CatalogCommand.Deregister(random.nextInt(), random.nextLong());
            case 2 -> new CatalogCommand.SettleConsumer(random.nextInt());
            default -> new CatalogCommand.TagConsumer(random.nextInt(), Map.of(text(), text()));
        };
    }

    private CatalogCommand policies() {
        PolicyHolder holder =
                random.nextBoolean()
                        ? new PolicyHolder.OfStream(random.nextInt())
                        : new PolicyHolder.OfConsumer(random.nextInt());
        return random.nextBoolean()
                ? new CatalogCommand.PutPolicy(holder, text())
                : new CatalogCommand.DeletePolicy(holder);
    }

    private List<CatalogCommand> several() {
        var several = new ArrayList<CatalogCommand>();
        for (int i = random.nextInt(3); i > 0; i--) several.add(next());
        return several;
    }

    StreamSettings settings() {
        var metrics = EnumSet.allOf(ShardMetric.class);
        metrics.removeIf(_ -> random.nextBoolean());
        String keyId = text();
        return new StreamSettings(
                random.nextBoolean() ? StreamMode.PROVISIONED : StreamMode.ON_DEMAND,
                Map.of(text(), text()),
                random.nextInt(),
                new Encryption(keyId.isEmpty() ? null : keyId, day(), day()),
                metrics,
                random.nextBoolean()
                        ? RecordDistribution.USER_PARTITION_KEY
                        : RecordDistribution.AUTO,
                random.nextInt(),
                day());
    }

    private RollingDay day() {
        return new RollingDay(random.longs(random.nextInt(3)).boxed().toList());
    }

    private List<ShardStep> steps() {
        var steps = new ArrayList<ShardStep>();
        for (int i = random.nextInt(3); i > 0; i--)
            steps.add(
                    random.nextBoolean()
                            ? new ShardStep.Split(random.nextInt(), key())
                            : new ShardStep.Merge(random.nextInt(), random.nextInt()));
        return steps;
    }

    private HashKey key() {
        return new HashKey(random.nextLong(), random.nextLong());
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            int character = random.nextInt(Character.MAX_CODE_POINT + 1);
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
                text.appendCodePoint(character);
        }
        return text.toString();
    }
}
