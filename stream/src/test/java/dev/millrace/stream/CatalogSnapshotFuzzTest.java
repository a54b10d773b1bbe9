package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.fuzzing.ParserFuzzing;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Snapshots of the catalog: read and written back the same, or refused.
class CatalogSnapshotFuzzTest extends ParserFuzzing {
    CatalogSnapshotFuzzTest() {
        super(
                "catalog-snapshots",
                hex("01"),
                hex("02"),
                hex("0100000004"),
                hex("00000000"),
                hex("ffffffff"),
                hex("7fffffffffffffff"));
    }

    @Override
    protected List<byte[]> examples() {
        var examples = new ArrayList<byte[]>();
        for (int seed = 0; seed < 20; seed++) examples.add(snapshot(new Random(seed)));
        return examples;
    }

    private static byte[] snapshot(Random random) {
        var catalog = new Catalog();
        catalog.apply(new CatalogCommand.Found("00"));
        int shards = 0;
        int consumers = 0;
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            catalog.apply(
                    new CatalogCommand.Create(
                            i,
                            new StreamName("123456789012", "r", "s" + i),
                            "id" + i,
                            random.nextBoolean() ? StreamMode.PROVISIONED : StreamMode.ON_DEMAND,
                            2,
                            Map.of("k", "v"),
                            1024,
                            1_000,
                            2_000));
            if (random.nextInt(3) == 0) continue;
            catalog.apply(new CatalogCommand.Settle(i, 2_000, 2, shards));
            shards += 2;
            switch (random.nextInt(6)) {
                case 0 -> catalog.apply(new CatalogCommand.Delete(i, 5_000));
                case 1 -> catalog.apply(new CatalogCommand.Split(i, 0, new HashKey(1, 1), 5_000));
                case 2 -> catalog.apply(new CatalogCommand.Merge(i, 0, 1, 5_000));
                case 3 ->
                        catalog.apply(
                                new CatalogCommand.Adjust(
                                        i, new RandomCommands(i).settings(), 5_000));
                case 4 ->
                        catalog.apply(
                                new CatalogCommand.Scale(
                                        i, List.of(new ShardStep.Merge(0, 1)), true, 3_000, 5_000));
                default ->
                        catalog.apply(
                                new CatalogCommand.Configure(
                                        i, new RandomCommands(i).settings(), 5_000));
            }
            catalog.apply(new CatalogCommand.Register(consumers++, i, "c", Map.of(), 3_000, 4_000));
            catalog.apply(new CatalogCommand.PutPolicy(new PolicyHolder.OfStream(i), "{}"));
        }
        catalog.apply(
                new CatalogCommand.Commit(
                        new RegionalAccount("123456789012", "r"), new BillingCommitment(1, 2)));
        return catalog.snapshot();
    }

    /// A text of 64 KiB at most is announced by two bytes, and made room for.
    @Override
    protected long mostBytes(int length) {
        return (512 << 10) + 512L * length;
    }

    @Override
    public void parse(byte[] input) {
        CatalogState state;
        try {
            state = CatalogDecoder.snapshot(input);
        } catch (UncheckedIOException refused) {
            return;
        }
        byte[] written = CatalogEncoder.snapshot(state);
        assertArrayEquals(written, CatalogEncoder.snapshot(CatalogDecoder.snapshot(written)));
        assertEquals(state.streams().size(), CatalogDecoder.snapshot(written).streams().size());
    }
}
